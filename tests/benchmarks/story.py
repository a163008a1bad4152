"""Records of a soak in which all went well, to be doctored."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4, uuid5

from benchmarks.soak.oracle import check
from benchmarks.soak.records import Claim, Records, Screen, Sent
from benchmarks.soak.stored import Row, Stored
from benchmarks.soak.violation import Violation

CONVERSATION = "c1"
NOW_US = 1_000_000_000
HEARTBEAT_S = 2.0


class Story:
    """A conversation that went well: asked the bot, waited, chatted with two agents, closed, asked the bot again."""

    def __init__(self) -> None:
        self.records = Records()
        self.stored = Stored(now_us=NOW_US)
        self.stored.agents = [
            {"id": f"a{n}", "name": f"Agent {n}", "availability": "available", "present_until": NOW_US + 1}
            for n in (1, 2, 3)
        ]
        self.question = self.say("visitor")
        self.answer(self.question)
        self.tell("queued")
        self.tell("agent_joined", "Agent 1", "claim")
        self.say("visitor")
        self.say("agent", "Agent 1")
        self.tell("colleague_joined", "Agent 2", "join")
        self.say("agent", "Agent 2")
        self.tell("closed_by_agent", "Agent 1", "close")
        self.answer(self.say("visitor"))
        self.records.claims += [Claim("Agent 1", CONVERSATION, 1, "won"), Claim("Agent 2", CONVERSATION, 1, "conflict")]
        self.row: Row = {
            "id": CONVERSATION,
            "owner": "bot",
            "agent_id": None,
            "version": 3,
            "last_seq": len(self.stored.messages),
            "visitor_seq": 10,
            "answered_seq": 10,
            "closed_at": None,
            "offered_until": None,
            "lease_until": None,
        }
        self.stored.conversations = [self.row]
        self.screen = Screen("visitor 1", CONVERSATION, is_whole=True)
        for row in self.stored.messages:
            self.screen.show(row, 0.0, is_pushed=True)
        self.records.screens.append(self.screen)

    def say(self, author: Any, name: str = "") -> Row:
        row = self.add(author, name=name, text=f"rivi {len(self.stored.messages) + 1}")
        sent = Sent(sender=name or "visitor 1", author=author, id=row["id"], text=row["text"], tries=1)
        sent.seq, sent.stored_text = row["seq"], row["text"]
        self.records.sent.append(sent)
        return row

    def answer(self, question: Row) -> Row:
        return self.add("bot", id=str(uuid5(UUID(question["id"]), "0")), extra={"understanding": {"intent": "faq"}})

    def tell(self, code: str, name: str = "", action: str = "") -> Row:
        if action:
            self.stored.log.append({"conversation_id": CONVERSATION, "action": action, "agent_name": name})
        return self.add("system", code=code, event_name=name)

    def add(self, author: str, **values: Any) -> Row:
        row = {"conversation_id": CONVERSATION, "seq": len(self.stored.messages) + 1, "id": str(uuid4())}
        row |= {"author": author, "name": "", "text": "", "extra": {}, "code": "", "event_name": "", **values}
        self.stored.messages.append(row)
        return row

    def at(self, seq: int) -> Row:
        return self.stored.messages[seq - 1]

    def insert(self, seq: int, row: Row) -> None:
        """Put a message, the newest until now, at a number before others."""
        self.stored.messages.remove(row)
        self.stored.messages.insert(seq - 1, row)
        for number, each in enumerate(self.stored.messages, start=1):
            each["seq"] = number
        for sent in self.records.sent:
            sent.seq = next(one["seq"] for one in self.stored.messages if one["id"] == sent.id)
        self.records.sent.sort(key=lambda sent: sent.seq)
        self.row["last_seq"] = len(self.stored.messages)
        self.records.screens.clear()

    def violations(self) -> list[Violation]:
        return check(self.records, self.stored, heartbeat_s=HEARTBEAT_S)

    def rules(self) -> set[str]:
        return {violation.rule for violation in self.violations()}
