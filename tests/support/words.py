"""Words of a citizen: what the tests type, and what they look for in the widget."""

LANGUAGES = ("fi", "sv", "en")
PATHS = {"fi": "/", "sv": "/sv", "en": "/en"}

QUESTION = {
    "fi": "Mistä saan kirjastokortin?",
    "sv": "Var får jag ett bibliotekskort?",
    "en": "Where do I get a library card?",
}
"""Answered by the topic `library_card`."""
GIVE_FEEDBACK = {"fi": "Haluan antaa palautetta", "sv": "Jag vill ge respons", "en": "I want to give feedback"}
PERSON = {
    "fi": "Haluan puhua ihmisen kanssa",
    "sv": "Jag vill prata med en människa",
    "en": "I want to talk to a person",
}
COMPLAINT = {
    "fi": "Leikkipuiston keinu on rikki ja vaarallinen.",
    "sv": "Gungan i lekparken är trasig och farlig.",
    "en": "The swing in the playground is broken and dangerous.",
}

LAUNCHER = {"fi": "Kysy Luukulta", "sv": "Fråga Luukku", "en": "Ask Luukku"}
MESSAGE = {"fi": "Viesti", "sv": "Meddelande", "en": "Message"}
SENT = {"fi": "Lähetetty", "sv": "Skickat", "en": "Sent"}
SEEN = {"fi": "Nähty", "sv": "Sett", "en": "Seen"}
HUMAN = {"fi": "Puhu ihmiselle", "sv": "Prata med en människa", "en": "Talk to a person"}
LEAVE_QUEUE = {"fi": "Poistu jonosta", "sv": "Lämna kön", "en": "Leave the queue"}
FEEDBACK = {"fi": "Anna palautetta", "sv": "Ge respons", "en": "Leave feedback"}
END = {"fi": "Lopeta", "sv": "Avsluta", "en": "End"}
PLACE_IN_QUEUE = {"fi": "Paikkasi jonossa: {}", "sv": "Din plats i kön: {}", "en": "Your place in the queue: {}"}
TYPING = {"fi": "{} kirjoittaa…", "sv": "{} skriver…", "en": "{} is typing…"}
OFFLINE = {"fi": "Yhteys katkesi.", "sv": "Anslutningen bröts.", "en": "The connection was lost."}
BOT_ANSWERS = {
    "fi": "Automaattinen avustaja vastaa",
    "sv": "En automatisk assistent svarar",
    "en": "An automated assistant answers",
}
BOT_AWAY = {
    "fi": "Avustaja ei ole nyt käytettävissä",
    "sv": "Assistenten är inte tillgänglig just nu",
    "en": "The assistant is not available right now",
}
AGENT_ANSWERS = {"fi": "Sinulle vastaa {}", "sv": "{} svarar dig", "en": "{} is answering you"}
EVENTS = {
    "queued": {"fi": "Olet nyt jonossa", "sv": "Du står nu i kö", "en": "You are now in the queue"},
    "queue_left": {"fi": "Poistuit jonosta", "sv": "Du lämnade kön", "en": "You left the queue"},
    "vanished": {
        "fi": "Yhteytesi katkesi, joten poistuit jonosta.",
        "sv": "Din anslutning bröts, så du lämnade kön.",
        "en": "You were not connected, so you left the queue.",
    },
    "agent_joined": {
        "fi": "Administrator tuli keskusteluun",
        "sv": "Administrator är nu med i samtalet",
        "en": "Administrator has joined the conversation",
    },
    "returned_to_bot": {
        "fi": "Administrator poistui keskustelusta",
        "sv": "Administrator lämnade samtalet",
        "en": "Administrator has left the conversation",
    },
    "closed_by_agent": {
        "fi": "Administrator päätti keskustelun",
        "sv": "Administrator avslutade samtalet",
        "en": "Administrator has ended the conversation",
    },
    "no_agents": {
        "fi": "Asiakaspalvelussa ei ole nyt ketään paikalla",
        "sv": "Ingen i kundtjänsten är på plats just nu",
        "en": "Nobody from customer service is here right now",
    },
    "bot_unavailable": {
        "fi": "Avustaja ei pysty nyt vastaamaan",
        "sv": "Assistenten kan inte svara just nu",
        "en": "The assistant cannot answer right now",
    },
    "help_card": {
        "fi": "Kuulostaa siltä, että sinulla tai jollakin muulla voi olla hätä",
        "sv": "Det låter som om du eller någon annan kan vara i nöd",
        "en": "It sounds as if you or somebody else may be in danger",
    },
    "queue_closed": {"fi": "Palvelu on nyt kiinni", "sv": "Vi har stängt", "en": "We are closed"},
    "callback_requested": {"fi": "Soitamme sinulle", "sv": "Vi ringer dig", "en": "We will call you"},
    "callback_withdrawn": {
        "fi": "Soittopyyntösi on peruttu",
        "sv": "Din begäran om samtal är återtagen",
        "en": "You have cancelled the call",
    },
    "choose_topic": {
        "fi": "Mistä haluat jutella",
        "sv": "Vad vill du prata om",
        "en": "What would you like to talk about",
    },
    "case_received": {
        "fi": "Palautteesi on vastaanotettu",
        "sv": "Vi har tagit emot din respons",
        "en": "We have received your feedback",
    },
}
"""How the notice of an event begins."""
