import { type Language, LANGUAGES } from "../shared/language";
import { CAN_NOTIFY } from "./notifier";
import { preferredLanguage } from "./texts";

const LANGUAGE_KEY = "luukku.agent.language";
const SOUND_KEY = "luukku.agent.sound";
const NOTIFICATIONS_KEY = "luukku.agent.notifications";

/** The agent's own choice in this browser, else what the browser prefers. */
export function loadLanguage(): Language {
  const chosen = localStorage.getItem(LANGUAGE_KEY);
  return LANGUAGES.find((language) => language === chosen) ?? preferredLanguage(navigator.languages);
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(LANGUAGE_KEY, language);
}

/** Off until asked for: a sound that nobody chose is a nuisance in an open-plan office. */
export function loadSound(): boolean {
  return localStorage.getItem(SOUND_KEY) === "on";
}

export function keepSound(on: boolean): void {
  localStorage.setItem(SOUND_KEY, on ? "on" : "off");
}

/** Off until asked for, and while the browser does not allow them. */
export function loadNotifications(): boolean {
  return CAN_NOTIFY && Notification.permission === "granted" && localStorage.getItem(NOTIFICATIONS_KEY) === "on";
}

export function keepNotifications(on: boolean): void {
  localStorage.setItem(NOTIFICATIONS_KEY, on ? "on" : "off");
}
