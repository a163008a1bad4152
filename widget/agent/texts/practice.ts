import type { Language } from "../../shared/language";

/** Every text of the practice. A language that lacks one does not compile. */
export interface PracticeTexts {
  readonly title: string;
  readonly help: string;
  /** Marks a conversation, so that nobody takes it for a real one. */
  readonly mark: string;
  readonly named: (scenario: string) => string;
  readonly start: string;
  readonly waitsForYou: string;
  readonly take: string;
  readonly takeOne: (scenario: string) => string;
  readonly isPractice: string;
  readonly end: string;
  readonly ended: string;

  readonly choose: string;
  readonly chooseHelp: string;
  readonly replacesOne: string;
  readonly loading: string;
  readonly scenario: string;
  readonly chooseOne: string;
  readonly visitorSpeaks: string;
  readonly begin: string;
  readonly begun: (scenario: string) => string;

  readonly debrief: string;
  readonly firstAnswer: (duration: string) => string;
  readonly noAnswer: string;
  readonly answers: (count: number) => string;
  readonly points: string;
  readonly pointsHelp: string;
  readonly again: string;
  readonly close: string;
}

export const PRACTICE_TEXTS: Record<Language, PracticeTexts> = {
  fi: {
    title: "Harjoittelu",
    help: "Keskustele asukkaan kanssa, joka seuraa käsikirjoitusta. Harjoitus ei näy muille eikä raporteissa.",
    mark: "HARJOITUS",
    named: (scenario) => `Harjoitus: ${scenario}`,
    start: "Harjoittele",
    waitsForYou: "Odottaa vain sinua",
    take: "Avaa",
    takeOne: (scenario) => `Avaa harjoitus: ${scenario}`,
    isPractice: "Vastassa ei ole oikea ihminen, vaan käsikirjoitus. Harjoitus poistetaan eikä se näy missään.",
    end: "Lopeta harjoitus",
    ended: "Harjoitus on lopetettu ja poistettu.",

    choose: "Valitse harjoitus",
    chooseHelp: "Asukas odottaa vain sinua. Voit lopettaa milloin tahansa, eikä oma tilasi muutu.",
    replacesOne: "Edellinen harjoituksesi poistetaan, kun aloitat uuden.",
    loading: "Haetaan harjoituksia …",
    scenario: "Tilanne",
    chooseOne: "Valitse ensin tilanne.",
    visitorSpeaks: "Asukkaan kieli",
    begin: "Aloita",
    begun: (scenario) => `Harjoitus odottaa sinua: ${scenario}.`,

    debrief: "Miten meni?",
    firstAnswer: (duration) => `Ensimmäinen vastauksesi lähti ${duration} sen jälkeen, kun avasit keskustelun.`,
    noAnswer: "Et ehtinyt vastata.",
    answers: (count) => (count === 1 ? "Lähetit 1 viestin." : `Lähetit ${count} viestiä.`),
    points: "Mitkä näistä toteutuivat?",
    pointsHelp: "Käy lista itse läpi. Merkintöjä ei tallenneta, eikä kukaan arvostele niitä.",
    again: "Harjoittele lisää",
    close: "Sulje",
  },
  sv: {
    title: "Övning",
    help: "Chatta med en invånare som följer ett manus. Övningen syns varken för andra eller i rapporter.",
    mark: "ÖVNING",
    named: (scenario) => `Övning: ${scenario}`,
    start: "Öva",
    waitsForYou: "Väntar bara på dig",
    take: "Öppna",
    takeOne: (scenario) => `Öppna övningen: ${scenario}`,
    isPractice: "Du skriver inte med en verklig människa utan med ett manus. Övningen raderas och syns ingenstans.",
    end: "Avsluta övningen",
    ended: "Övningen är avslutad och raderad.",

    choose: "Välj en övning",
    chooseHelp: "Invånaren väntar bara på dig. Du kan sluta när du vill, och din egen status ändras inte.",
    replacesOne: "Din förra övning raderas när du börjar en ny.",
    loading: "Övningarna hämtas …",
    scenario: "Situation",
    chooseOne: "Välj först en situation.",
    visitorSpeaks: "Invånarens språk",
    begin: "Börja",
    begun: (scenario) => `Övningen väntar på dig: ${scenario}.`,

    debrief: "Hur gick det?",
    firstAnswer: (duration) => `Ditt första svar gick i väg ${duration} efter att du öppnade samtalet.`,
    noAnswer: "Du hann inte svara.",
    answers: (count) => (count === 1 ? "Du skickade 1 meddelande." : `Du skickade ${count} meddelanden.`),
    points: "Vilka av de här gjorde du?",
    pointsHelp: "Gå igenom listan själv. Det du kryssar i sparas inte, och ingen bedömer det.",
    again: "Öva mera",
    close: "Stäng",
  },
  en: {
    title: "Practice",
    help: "Chat with a resident who follows a script. Practice is seen by nobody else and is in no report.",
    mark: "PRACTICE",
    named: (scenario) => `Practice: ${scenario}`,
    start: "Practise",
    waitsForYou: "Waits for you alone",
    take: "Open",
    takeOne: (scenario) => `Open the practice: ${scenario}`,
    isPractice: "This is a script and no real person. The practice is deleted, and shows nowhere.",
    end: "End the practice",
    ended: "The practice is ended and deleted.",

    choose: "Choose what to practise",
    chooseHelp: "The resident waits for you alone. You can stop at any time, and your own state does not change.",
    replacesOne: "Your earlier practice is deleted when you begin another.",
    loading: "Fetching the scenarios …",
    scenario: "Situation",
    chooseOne: "Choose a situation first.",
    visitorSpeaks: "The resident’s language",
    begin: "Begin",
    begun: (scenario) => `The practice waits for you: ${scenario}.`,

    debrief: "How did it go?",
    firstAnswer: (duration) => `Your first answer left ${duration} after you had opened the conversation.`,
    noAnswer: "You did not get to answer.",
    answers: (count) => (count === 1 ? "You sent 1 message." : `You sent ${count} messages.`),
    points: "Which of these did you do?",
    pointsHelp: "Go through the list yourself. What you tick is not kept, and nobody judges it.",
    again: "Practise more",
    close: "Close",
  },
};
