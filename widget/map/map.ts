/** Picks a point on a map in the feedback form. Without this script, or without tiles, the place is an address. */

import { control, divIcon, type LatLng, type Map as LeafletMap, map as makeMap, marker, tileLayer } from "leaflet";
import "leaflet/dist/leaflet.css";
import "./map.css";
import { type Point, readPoint, toFields } from "./point";

/** As near as one house. */
const NEAR = 16;

/** Puts a button into the form's place; the map, whose tiles come from another host, loads when it is pressed. */
export function startMap(room: HTMLElement): void {
  const form = room.closest("form");
  const lat = form?.querySelector<HTMLInputElement>("input[name=lat]");
  const lon = form?.querySelector<HTMLInputElement>("input[name=lon]");
  if (!lat || !lon) return;
  const open = button(room.dataset["open"] ?? "");
  const chosen = document.createElement("p");
  chosen.className = "hint";
  chosen.setAttribute("role", "status");
  const remove = button(room.dataset["remove"] ?? "");
  room.append(open, chosen, remove);
  room.hidden = false;

  const show = (point: Point | null) => {
    [lat.value, lon.value] = toFields(point);
    remove.hidden = !point;
    chosen.textContent = point ? (room.dataset["chosen"] ?? "").replace("{point}", toFields(point).join(", ")) : "";
  };
  show(readPoint(lat.value, lon.value));
  const pick = { put: (_point: Point | null) => undefined as void };
  remove.addEventListener("click", () => {
    show(null);
    pick.put(null);
    open.focus();
  });
  open.addEventListener(
    "click",
    () => {
      open.hidden = true;
      pick.put = openMap(room, readPoint(lat.value, lon.value), show);
    },
    { once: true },
  );
}

/** Shows the map and returns what puts its pin somewhere. By keyboard: arrows move it, Enter sets the pin in its middle. */
function openMap(room: HTMLElement, point: Point | null, show: (point: Point | null) => void): (point: Point | null) => void {
  const place = document.createElement("div");
  place.className = "map";
  place.tabIndex = 0;
  place.setAttribute("role", "application");
  place.setAttribute("aria-label", room.dataset["label"] ?? "");
  const here = button(room.dataset["here"] ?? "");
  const how = document.createElement("p");
  how.className = "hint";
  how.textContent = room.dataset["how"] ?? "";
  room.prepend(how, place, here);

  const [lat, lon] = (room.dataset["centre"] ?? "").split(",").map(Number);
  const start: Point = point ?? { lat: lat ?? 0, lon: lon ?? 0 };
  const map = makeMap(place, { zoomControl: false }).setView([start.lat, start.lon], point ? NEAR : Number(room.dataset["zoom"]));
  control.zoom({ zoomInTitle: room.dataset["nearer"], zoomOutTitle: room.dataset["farther"] }).addTo(map);
  tileLayer(room.dataset["tiles"] ?? "", { attribution: room.dataset["attribution"], maxZoom: 19 }).addTo(map);
  map.attributionControl.setPrefix("Leaflet");
  const put = pin(map, show);
  put(point);
  map.on("click", ({ latlng }: { latlng: LatLng }) => choose(latlng));
  const choose = (at: LatLng) => {
    const { lng: lon, lat } = at.wrap();
    put({ lat, lon });
    show({ lat, lon });
  };
  here.addEventListener("click", () => choose(map.getCenter()));
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== place) return;
    event.preventDefault();
    choose(map.getCenter());
  });
  place.focus();
  return put;
}

function pin(map: LeafletMap, show: (point: Point) => void): (point: Point | null) => void {
  const icon = divIcon({ className: "pin", iconSize: [24, 24], iconAnchor: [12, 24] });
  const mark = marker([0, 0], { icon, draggable: true, keyboard: false });
  mark.on("dragend", () => {
    const { lat, lng: lon } = mark.getLatLng().wrap();
    show({ lat, lon });
  });
  return (point) => {
    if (point) mark.setLatLng([point.lat, point.lon]).addTo(map);
    else mark.remove();
  };
}

function button(text: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "second";
  made.textContent = text;
  return made;
}

for (const room of document.querySelectorAll<HTMLElement>("[data-tiles]")) startMap(room);
