"""Words that may mean danger to life, by urgent topic.

A classifier learns from examples and cannot know a danger that none of them names; here a few stems cover
all their wordings. They are written as `features.fold` leaves a text (lower case, ä and å as a, ö as o) and match the
beginnings of words; a match makes the topic credible, it does not decide.
"""

from __future__ import annotations

import re
from typing import Dict, List

URGENT_WORDS: Dict[str, Dict[str, str]] = {
    "faq/emergency": {
        "fi": r"""
            hengit|tajut|tajunn|tajunt|pyorty|tukehtu|hukkuu|hukkum|elvyt|sydankoht|sydaninf|sydanpys|infarkt|
            aivohalva|aivoinf|rintakip|rintaan sat|puristaa rin|rinnasta purist|verenvuo|vuotaa vert|vuotaa verta|
            verta vuot|verta tulee|veri suihk|tulipal|liekeis|liekit|palovaroit|taalla palaa|talo palaa|kolari|
            auton alle|ambulans|palokun|hatakesk|hatanum|hatapuh|hatatil|hata kesk|hengenvaar|hengenhat|myrkyty|
            myrkytt|yliannos|liikaa laak|kouristus|kouristel|sahkoisk|murtautu|puukko|puukot|puukon|veits|ammusk|ampuu|
            ampui|pommi|lyyhist|ei heraa|ei reagoi\b|kaasuvuo|kaasun haju|haisee kaasu|jaihin|kurkku turp
        """,
        "sv": r"""
            andas inte|andas daligt|int andas|andnod|medvetslos|svimma|livlos|drunkn|kvavs|kvavas|i halsen och|
            hjartinf|hjartat|hjartstop|stroke\b|hjarnblod|ont i brostet|over brostet|brostsmart|bloder|blodet sprut|
            forblod|brinner|eldsvad|brandkar|i lagor|brandlarm|brandvarn|nodnum|nodcent|nodsit|nodlag|nodsam|livsfar|
            forgift|overdos|for manga tablett|krampanf|elstot|inbrott|bryta sig in|bryter sig in|kniv|skjuter|skjutn|
            skjut nan|vapen|bomb|krock|pakord|genom isen|reagerar int|vaknar int|luktar gas|gaslukt
        """,
        "en": r"""
            breath(?!er)|unconscious|not respond|does not respond|unresponsive|passed out|collapsed|choking|drown|
            heart attack|hart attack|cardiac|chest pain|pain in (the |my )?chest|pressure in (the |my )?chest|
            chest hurts|bleeding|much blood|blood is spray|on fire|is a fire|house fire|in flames|fire brigade|
            fire depart|fire alarm|smoke coming|ambulance|emergency (number|call)|life threat|poison|overdos|
            too many (pills|tablets)|seizure|electric shock|breaking in|break in my|knife|knives|stabb|is a shooting|
            is shooting|gun\b|gunshot|car crash|by a car|through the ice|smell(s)? (of )?gas|gas (smell|leak)|
            won.?t wake|112\b|911\b
        """,
    },
    "faq/crisis_help": {
        "fi": r"""
            itsemur|tap(pa|a)\w* it|haluan kuolla|haluun kuolla|tahdon kuolla|
            (en|enka|ei) (halua|haluu|jaksa) (enaa )?ela|itsetuho|viiltel|viillel|raiska|pahoinpi|perhevak|
            lahisuhdevak|parisuhdevak|vakivalta|lyo (minua|mua|mut)|hakkaa (minua|mua|mut|aitia)|kurist|turvako[td]|
            uhkaa tappaa|tappaa (minut|mut)|uhkail|tappouhka|kriisi
        """,
        "sv": r"""
            sjalvmord|(ta|tar|tog) (livet av|mitt liv|sitt liv)|(vill|velat) do\b|
            (inte|int|inget) (vill |orkar )?(leva|att leva)|valdta|misshand|(slar|slog|hotar|doda|dodar) mig|strypt|
            skar mig|skada mig|illa sjalv|sjalvskad|skyddshem|dodshot|vald i (parfor|rela|hemm)|parrelationsv|krishj|
            krisj|kriscent|krischat|kristel
        """,
        "en": r"""
            suicid|kill(ed)? (my|him|her)self|kill me|(end|take|ending|taking) my (own )?life|(want|wanna) (to )?die|
            not want to live|n.?t want to live|reason to live|better off without me|rape|raping|assaulted|
            (beats|beat|hits|hit|choked|strangled) (me|mum|mom|my)\b|self.?harm|(hurt|cut|harm) myself|domestic viol|
            stalk|threatens me|threatening me|blackmail|crisis
        """,
    },
}
"""Topic → language → alternatives of a regular expression, each from the beginning of a word. The languages are only
for reading: people mix them, and a short cry for help tells none."""

_PATTERNS = {
    topic: re.compile(r"\b(?:" + "|".join(text.replace("\n            ", "").strip() for text in texts.values()) + ")")
    for topic, texts in URGENT_WORDS.items()
}

URGENT_TOPICS = tuple(_PATTERNS)


def urgent_topics(folded: str) -> List[str]:
    """The urgent topics whose words stand in a folded text."""
    return [topic for topic, pattern in _PATTERNS.items() if pattern.search(folded)]
