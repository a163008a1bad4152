"""What the services of conversations need of others."""

from __future__ import annotations

from typing import Protocol

from handoff.conversations.model import Audience, Author, Conversation, Message, Mode, Turn


class Publisher(Protocol):
    """Shows what has been stored to the browsers that should see it; losing any of it loses nothing."""

    async def messages(self, audience: Audience, stored: tuple[Message, ...], *, skip_sid: str = "") -> None:
        """Show messages to visitor and agent; `skip_sid` has them already."""

    async def state(self, conversation: Conversation, audience: Audience | None = None) -> None:
        """Show the state to visitor and agent, or to another audience."""

    async def typing(self, audience: Audience, conversation_id: str, author: Author, on: bool) -> None:
        """Show that somebody is typing, to the other side."""

    async def noted(self, conversation_id: str, agent_ids: tuple[str, ...]) -> None:
        """Let these agents know that there is a new note."""

    async def erased(self, conversation: Conversation) -> None:
        """Let the agents who were in a conversation see it no more."""

    def desk_changed(self) -> None:
        """Show every agent the desk anew, and every waiting visitor their place."""


class TurnRunner(Protocol):
    """Runs bot turns."""

    def start(self, turn: Turn) -> None:
        """Run the turn, and those that follow it, in the background."""


class Watcher(Protocol):
    """Looks for danger."""

    def start(self, message: Message, mode: Mode) -> None:
        """Look at a message that the bot does not answer, in the background."""


class PracticeVisitor(Protocol):
    """Answers agents who practise."""

    def start(self, conversation_id: str) -> None:
        """Say, in the background, what the scenario has next."""


class FormResumer(Protocol):
    """Goes on with forms."""

    def start(self, conversation: Conversation) -> None:
        """Ask in the background, if a form is under way in a conversation that has just come back to the bot."""
