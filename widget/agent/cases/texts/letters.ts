import type { Language } from "../../../shared/language";

/** The words of the outgoing messages' dialog. */
export interface LetterTexts {
  readonly title: string;
  readonly help: string;
  readonly loading: string;
  readonly close: string;
  readonly channels: Record<"email" | "sms", string>;
  readonly notConfigured: string;
  readonly pending: (count: number, failing: number) => string;
  readonly nothingPending: string;
  readonly oldest: (since: string) => string;
  readonly dead: string;
  readonly noneDead: string;
  readonly givenUp: (at: string, attempts: number) => string;
  readonly retry: string;
  readonly retryOne: (subject: string) => string;
  readonly drop: string;
  readonly dropOne: (subject: string) => string;
  readonly dropQuestion: string;
  readonly dropHelp: (subject: string) => string;
  readonly retried: string;
  readonly dropped: string;
  readonly goneAlready: string;
  /** By the code or its first word; `otherReason` is for all else. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly otherReason: (code: string) => string;
}

export const LETTER_TEXTS: Record<Language, LetterTexts> = {
  fi: {
    title: "Lähtevät viestit",
    help: "Palvelu lähettää vastaukset ja ilmoitukset itse ja yrittää uudelleen, jos jokin ei mene perille.",
    loading: "Haetaan viestejä …",
    close: "Sulje",
    channels: { email: "Sähköposti", sms: "Tekstiviestit" },
    notConfigured: "Ei otettu käyttöön: mitään ei lähetetä, ennen kuin ylläpito määrittää lähetyspalvelun.",
    pending: (count, failing) => (failing ? `${count} odottaa lähettämistä, niistä ${failing} on yritetty turhaan` : `${count} odottaa lähettämistä`),
    nothingPending: "Mikään ei odota lähettämistä",
    oldest: (since) => `vanhin alkaen ${since}`,
    dead: "Viestit, joita ei saatu perille",
    noneDead: "Kaikki viestit on saatu perille tai ne ovat vielä matkalla.",
    givenUp: (at, attempts) => (attempts === 1 ? `Luovuttu ${at} yhden yrityksen jälkeen` : `Luovuttu ${at}, ${attempts} yritystä`),
    retry: "Lähetä uudelleen",
    retryOne: (subject) => `Lähetä uudelleen: ${subject}`,
    drop: "Hylkää",
    dropOne: (subject) => `Hylkää: ${subject}`,
    dropQuestion: "Hylätäänkö viesti?",
    dropHelp: (subject) => `Viestiä ”${subject}” ei lähetetä enää, ja sen teksti ja vastaanottaja poistetaan. Tätä ei voi perua.`,
    retried: "Viesti lähetetään uudelleen.",
    dropped: "Viesti on hylätty.",
    goneAlready: "Joku muu ehti päättää tästä viestistä.",
    reasons: {
      recipient: "Vastaanottajan postipalvelin ei hyväksynyt osoitetta. Osoite on luultavasti väärin.",
      data: "Vastaanottajan postipalvelin ei hyväksynyt viestiä.",
      sender: "Postipalvelin ei hyväksynyt kaupungin lähettäjäosoitetta. Kerro ylläpidolle.",
      auth: "Postipalvelin ei hyväksynyt palvelun tunnusta. Kerro ylläpidolle.",
      connect: "Lähetyspalveluun ei saatu yhteyttä.",
      disconnected: "Yhteys lähetyspalveluun katkesi.",
      timeout: "Lähetyspalvelu ei vastannut ajoissa.",
      tls: "Suojattua yhteyttä postipalvelimeen ei saatu. Kerro ylläpidolle.",
      smtputf8: "Postipalvelin ei osaa lähettää osoitteeseen, jossa on erikoismerkkejä.",
      smtp: "Postipalvelin kieltäytyi lähettämästä viestiä.",
      http: "Tekstiviestipalvelu ei hyväksynyt viestiä.",
      bad: "Osoite tai numero on virheellinen.",
      lost: "Lähetys keskeytyi, eikä tiedetä, menikö viesti perille.",
      not_configured: "Lähettämistä ei ole otettu käyttöön.",
      too_old: "Viesti odotti lähettämistä liian kauan.",
    },
    otherReason: (code) => `Lähetys ei onnistunut (${code}).`,
  },
  sv: {
    title: "Utgående meddelanden",
    help: "Tjänsten skickar svar och meddelanden själv och försöker på nytt om något inte kommer fram.",
    loading: "Hämtar meddelanden …",
    close: "Stäng",
    channels: { email: "E-post", sms: "Sms" },
    notConfigured: "Inte i bruk: ingenting skickas innan administratören har ställt in en tjänst som skickar.",
    pending: (count, failing) => (failing ? `${count} väntar på att skickas, ${failing} av dem har försökts förgäves` : `${count} väntar på att skickas`),
    nothingPending: "Ingenting väntar på att skickas",
    oldest: (since) => `det äldsta sedan ${since}`,
    dead: "Meddelanden som inte kom fram",
    noneDead: "Alla meddelanden har kommit fram eller är ännu på väg.",
    givenUp: (at, attempts) => (attempts === 1 ? `Gavs upp ${at} efter ett försök` : `Gavs upp ${at}, ${attempts} försök`),
    retry: "Skicka på nytt",
    retryOne: (subject) => `Skicka på nytt: ${subject}`,
    drop: "Stryk",
    dropOne: (subject) => `Stryk: ${subject}`,
    dropQuestion: "Ska meddelandet strykas?",
    dropHelp: (subject) => `Meddelandet ”${subject}” skickas inte mer, och dess text och mottagare raderas. Det går inte att ångra.`,
    retried: "Meddelandet skickas på nytt.",
    dropped: "Meddelandet har strukits.",
    goneAlready: "Någon annan hann bestämma om det här meddelandet.",
    reasons: {
      recipient: "Mottagarens e-postserver godkände inte adressen. Adressen är antagligen fel.",
      data: "Mottagarens e-postserver godkände inte meddelandet.",
      sender: "E-postservern godkände inte stadens avsändaradress. Meddela administratören.",
      auth: "E-postservern godkände inte tjänstens konto. Meddela administratören.",
      connect: "Det gick inte att nå tjänsten som skickar.",
      disconnected: "Förbindelsen till tjänsten som skickar bröts.",
      timeout: "Tjänsten som skickar svarade inte i tid.",
      tls: "Det gick inte att få en skyddad förbindelse till e-postservern. Meddela administratören.",
      smtputf8: "E-postservern kan inte skicka till en adress med specialtecken.",
      smtp: "E-postservern vägrade att skicka meddelandet.",
      http: "Sms-tjänsten godkände inte meddelandet.",
      bad: "Adressen eller numret är fel.",
      lost: "Sändningen avbröts, och det är okänt om meddelandet kom fram.",
      not_configured: "Sändningen är inte i bruk.",
      too_old: "Meddelandet väntade för länge på att skickas.",
    },
    otherReason: (code) => `Meddelandet kunde inte skickas (${code}).`,
  },
  en: {
    title: "Outgoing messages",
    help: "The service sends answers and notices by itself, and tries again if something does not arrive.",
    loading: "Fetching messages …",
    close: "Close",
    channels: { email: "E-mail", sms: "Text messages" },
    notConfigured: "Not in use: nothing is sent before the administrator has configured a service that sends.",
    pending: (count, failing) => (failing ? `${count} waiting to be sent, ${failing} of them tried in vain` : `${count} waiting to be sent`),
    nothingPending: "Nothing waits to be sent",
    oldest: (since) => `the oldest since ${since}`,
    dead: "Messages that did not arrive",
    noneDead: "All messages have arrived, or are still on their way.",
    givenUp: (at, attempts) => (attempts === 1 ? `Given up ${at} after one attempt` : `Given up ${at}, ${attempts} attempts`),
    retry: "Send again",
    retryOne: (subject) => `Send again: ${subject}`,
    drop: "Drop",
    dropOne: (subject) => `Drop: ${subject}`,
    dropQuestion: "Drop the message?",
    dropHelp: (subject) => `“${subject}” is sent no more, and its text and recipient are deleted. This cannot be undone.`,
    retried: "The message is sent again.",
    dropped: "The message has been dropped.",
    goneAlready: "Somebody else has decided about this message already.",
    reasons: {
      recipient: "The recipient’s mail server did not accept the address. It is probably wrong.",
      data: "The recipient’s mail server did not accept the message.",
      sender: "The mail server did not accept the city’s own address. Tell the administrator.",
      auth: "The mail server did not accept the service’s account. Tell the administrator.",
      connect: "The sending service could not be reached.",
      disconnected: "The connection to the sending service was lost.",
      timeout: "The sending service did not answer in time.",
      tls: "There was no secure connection to the mail server. Tell the administrator.",
      smtputf8: "The mail server cannot send to an address with special characters.",
      smtp: "The mail server refused to send the message.",
      http: "The text message service did not accept the message.",
      bad: "The address or number is wrong.",
      lost: "Sending was interrupted, and nobody knows whether the message arrived.",
      not_configured: "Sending is not in use.",
      too_old: "The message waited too long to be sent.",
    },
    otherReason: (code) => `The message could not be sent (${code}).`,
  },
};
