import type { Texts } from "./texts";

export const texts: Texts = {
  title: "Luukku",
  close: "Sulje ikkuna",
  languages: "Kieli",
  actions: "Toiminnot",

  botAnswers: "Automaattinen avustaja vastaa",
  botIsAway: "Avustaja ei ole nyt käytettävissä",
  inQueue: "Olet jonossa asiakaspalveluun",
  agentAnswers: (name) => `Sinulle vastaa ${name}`,

  requestHuman: "Puhu ihmiselle",
  leaveQueue: "Poistu jonosta",
  leaveFeedback: "Anna palautetta",
  end: "Lopeta",

  log: "Keskustelu",
  greeting: [
    "Hei! Olen Luukku, kaupungin automaattinen avustaja, en ihminen.",
    "Autan kaupungin palveluissa. Voin erehtyä, joten tarkista tärkeät asiat linkkien sivuilta. Voit aina pyytää ihmisen keskusteluun.",
    "Älä kirjoita henkilötunnusta tai muita arkaluonteisia tietoja.",
  ],
  hintsLabel: "Voit aloittaa vaikka näistä",
  hints: ["Miten haen asukaspysäköintitunnusta?", "Paljonko päivähoito maksaa?", "Miten saan kirjastokortin?"],
  you: "Sinä",
  assistant: "Avustaja",
  notice: "Ilmoitus",
  options: "Vaihtoehdot",
  buttons: { give_feedback: "Jätä palautetta", request_human: "Haluan puhua ihmisen kanssa", rate: "Arvioi keskustelu", request_callback: "Pyydä soittoa", add_images: "Lisää kuvia" },
  newTab: "avautuu uuteen välilehteen",
  events: {
    queued: () => "Olet nyt jonossa asiakaspalveluun. Kirjoita asiasi jo valmiiksi, niin työntekijä näkee sen heti. Voit odottaessasi kysyä myös avustajalta.",
    queue_left: () => "Poistuit jonosta. Avustaja vastaa taas.",
    vanished: () => "Yhteytesi katkesi, joten poistuit jonosta. Paikkasi säilyy tunnin: pyydä ihmistä uudelleen.",
    requeued: () => "Yhteys työntekijään katkesi. Olet nyt jonossa ensimmäisten joukossa.",
    agent_joined: ({ name }) => `${name} tuli keskusteluun ja vastaa sinulle.`,
    returned_to_bot: ({ name }) => `${name} poistui keskustelusta. Avustaja vastaa taas.`,
    closed_by_agent: ({ name }) => `${name} päätti keskustelun. Jos kirjoitat lisää, avustaja vastaa.`,
    closed_by_visitor: () => "Lopetit keskustelun.",
    no_agents: () => "Asiakaspalvelussa ei ole nyt ketään paikalla. Voit jättää palautetta tai kysymyksen, niin saat vastauksen myöhemmin.",
    bot_unavailable: () => "Avustaja ei pysty nyt vastaamaan. Voit pyytää ihmisen keskusteluun tai jättää palautetta.",
    help_card: () =>
      "Kuulostaa siltä, että sinulla tai jollakin muulla voi olla hätä. Apua saa heti, eikä sinun tarvitse selvitä yksin.",
    queue_closed: ({ opens_at }) =>
      `Palvelu on nyt kiinni${opens_at && ` ja avataan ${opens_at}`}. Voit jättää palautetta tai kysymyksen, niin saat vastauksen myöhemmin.`,
    choose_topic: () => "Mistä haluat jutella? Valitse aihe, niin pääset oikeaan jonoon.",
    transferred: ({ name, to }) => `${name} siirtää sinut eteenpäin: ${to}. Olet jonon kärjessä.`,
    colleague_joined: ({ name }) => `${name} tuli mukaan keskusteluun.`,
    colleague_left: ({ name }) => `${name} poistui keskustelusta.`,
    callback_requested: ({ window_from }) => `Soitamme sinulle ${window_from}.`,
    callback_withdrawn: () => "Soittopyyntösi on peruttu.",
    case_received: ({ case_code, due_on }) =>
      `Palautteesi on vastaanotettu. Sen tunnus on ${case_code}. Vastaamme viimeistään ${due_on}. ` +
      "Voit kysyä palautteen vaihetta tunnuksella.",
  },

  sending: "Lähetetään…",
  sent: "Lähetetty",
  seen: "Nähty",
  failed: "Ei lähtenyt",
  sendAgain: "Lähetä uudelleen",
  remove: "Poista viesti",

  message: "Viesti",
  messageHelp: "Enter lähettää, Shift + Enter vaihtaa riviä",
  send: "Lähetä",
  charactersLeft: (count) => `${count} merkkiä jäljellä`,
  charactersOver: (count) => `Viesti on ${count} merkkiä liian pitkä`,

  connecting: "Yhdistetään…",
  offline: "Yhteys katkesi. Yhdistetään uudelleen… Viestisi ovat tallessa.",
  queuePlace: (place, minutes) =>
    `Paikkasi jonossa: ${place}` + (minutes === null ? "" : `. Odotus noin ${minutes} min`),
  botTyping: "Avustaja kirjoittaa…",
  agentTyping: (name) => `${name} kirjoittaa…`,
  newMessages: "Uusia viestejä",
  errors: {
    invalid_payload: "Viestiä ei voitu käsitellä.",
    too_large: "Viesti on liian pitkä.",
    unauthenticated: "Keskustelua ei tunnistettu. Lataa sivu uudelleen.",
    not_found: "Keskustelua ei löytynyt.",
    conflict: "Tilanne ehti muuttua.",
    rate_limited: "Liian monta viestiä lyhyessä ajassa. Odota hetki.",
    unavailable: "Palvelu ei ole nyt käytettävissä. Yritä hetken päästä uudelleen.",
    internal_error: "Palvelussa tapahtui virhe. Yritä hetken päästä uudelleen.",
  },
  noAnswer: "Palveluun ei saatu yhteyttä. Yritä hetken päästä uudelleen.",

  feedbackRequest: "Haluan antaa palautetta",
};
