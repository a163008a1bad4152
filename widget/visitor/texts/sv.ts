import type { Texts } from "./texts";

export const texts: Texts = {
  title: "Luukku",
  close: "Stäng fönstret",
  languages: "Språk",
  actions: "Funktioner",

  botAnswers: "En automatisk assistent svarar",
  botIsAway: "Assistenten är inte tillgänglig just nu",
  inQueue: "Du står i kö till kundtjänsten",
  agentAnswers: (name) => `${name} svarar dig`,

  requestHuman: "Prata med en människa",
  leaveQueue: "Lämna kön",
  leaveFeedback: "Ge respons",
  end: "Avsluta",

  log: "Samtal",
  greeting: [
    "Hej! Jag är Luukku, stadens automatiska assistent, inte en människa.",
    "Jag hjälper med stadens tjänster. Jag kan ha fel, så kontrollera viktiga saker på sidorna som jag länkar till. Du kan alltid be att få prata med en människa.",
    "Skriv inte din personbeteckning eller andra känsliga uppgifter.",
  ],
  hintsLabel: "Du kan till exempel börja med dessa",
  hints: ["Hur ansöker jag om boendeparkering?", "Vad kostar småbarnspedagogiken?", "Hur får jag ett bibliotekskort?"],
  you: "Du",
  assistant: "Assistenten",
  notice: "Meddelande",
  options: "Alternativ",
  buttons: { give_feedback: "Ge respons", request_human: "Jag vill tala med en person", rate: "Bedöm samtalet", request_callback: "Be att bli uppringd", add_images: "Lägg till bilder" },
  newTab: "öppnas i en ny flik",
  events: {
    queued: () => "Du står nu i kö till kundtjänsten. Du kan redan skriva ditt ärende, så ser den som svarar det genast. Medan du väntar kan du också fråga assistenten.",
    queue_left: () => "Du lämnade kön. Assistenten svarar igen.",
    vanished: () => "Din anslutning bröts, så du lämnade kön. Din plats finns kvar i en timme: be om en människa igen.",
    requeued: () => "Kontakten med kundtjänsten bröts. Du står nu bland de första i kön.",
    agent_joined: ({ name }) => `${name} är nu med i samtalet och svarar dig.`,
    returned_to_bot: ({ name }) => `${name} lämnade samtalet. Assistenten svarar igen.`,
    closed_by_agent: ({ name }) => `${name} avslutade samtalet. Om du skriver mer svarar assistenten.`,
    closed_by_visitor: () => "Du avslutade samtalet.",
    no_agents: () => "Ingen i kundtjänsten är på plats just nu. Du kan lämna respons eller en fråga, så får du svar senare.",
    bot_unavailable: () => "Assistenten kan inte svara just nu. Du kan be att få prata med en människa eller lämna respons.",
    help_card: () =>
      "Det låter som om du eller någon annan kan vara i nöd. Det finns hjälp genast, och du behöver inte klara dig ensam.",
    queue_closed: ({ opens_at }) =>
      `Vi har stängt nu${opens_at && ` och öppnar ${opens_at}`}. Du kan lämna respons eller en fråga, så får du svar senare.`,
    choose_topic: () => "Vad vill du prata om? Välj ett ämne, så kommer du i rätt kö.",
    transferred: ({ name, to }) => `${name} kopplar dig vidare: ${to}. Du är bland de första i kön.`,
    colleague_joined: ({ name }) => `${name} kom med i samtalet.`,
    colleague_left: ({ name }) => `${name} lämnade samtalet.`,
    callback_requested: ({ window_from }) => `Vi ringer dig ${window_from}.`,
    callback_withdrawn: () => "Din begäran om samtal är återtagen.",
    case_received: ({ case_code, due_on }) =>
      `Vi har tagit emot din respons. Dess kod är ${case_code}. Vi svarar senast ${due_on}. ` +
      "Med koden kan du fråga hur det går med den.",
  },

  sending: "Skickas…",
  sent: "Skickat",
  seen: "Sett",
  failed: "Skickades inte",
  sendAgain: "Skicka på nytt",
  remove: "Ta bort meddelandet",

  message: "Meddelande",
  messageHelp: "Enter skickar, Shift + Enter byter rad",
  send: "Skicka",
  charactersLeft: (count) => `${count} tecken kvar`,
  charactersOver: (count) => `Meddelandet är ${count} tecken för långt`,

  connecting: "Ansluter…",
  offline: "Anslutningen bröts. Ansluter på nytt… Dina meddelanden är i säkert förvar.",
  queuePlace: (place, minutes) =>
    `Din plats i kön: ${place}` + (minutes === null ? "" : `. Väntan cirka ${minutes} min`),
  botTyping: "Assistenten skriver…",
  agentTyping: (name) => `${name} skriver…`,
  newMessages: "Nya meddelanden",
  errors: {
    invalid_payload: "Meddelandet kunde inte behandlas.",
    too_large: "Meddelandet är för långt.",
    unauthenticated: "Samtalet kändes inte igen. Ladda om sidan.",
    not_found: "Samtalet hittades inte.",
    conflict: "Läget hann ändras, så det här är inte längre möjligt.",
    rate_limited: "För många meddelanden på kort tid. Vänta en stund.",
    unavailable: "Tjänsten är inte tillgänglig just nu. Försök igen om en stund.",
    internal_error: "Det uppstod ett fel i tjänsten. Försök igen om en stund.",
  },
  noAnswer: "Det gick inte att nå tjänsten. Försök igen om en stund.",

  feedbackRequest: "Jag vill ge respons",
};
