"""The composition root: every part is made here, once, and handed to those who need it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from aiohttp import web
from redis.asyncio import Redis

from handoff.accounts.people import People
from handoff.accounts.service import Accounts
from handoff.audit.service import AuditLog
from handoff.banners.service import Banners
from handoff.callbacks.service import Callbacks
from handoff.cases.finishing import Finishing
from handoff.cases.instead_of_waiting import InsteadOfWaiting
from handoff.cases.reception import sorted_cases
from handoff.clock import Clock, utc_now
from handoff.content import Content, read_content
from handoff.conversations import messages
from handoff.conversations.agent_desk import AgentDesk
from handoff.conversations.archive import Archive
from handoff.conversations.brief import Briefs
from handoff.conversations.help_card import HelpCard
from handoff.conversations.ledger import Ledger
from handoff.conversations.resuming import Resuming
from handoff.conversations.service import Conversations
from handoff.conversations.supervision import Supervision
from handoff.conversations.turns import Bot, Turns
from handoff.conversations.upkeep import Upkeep
from handoff.conversations.watch import Watch
from handoff.duty.service import Duty
from handoff.editors import EditorOffice, make_editor_office
from handoff.live_texts import LiveTexts
from handoff.mail.listener import ReplyDoor
from handoff.office import CaseOffice, case_requests, case_rooms, home_of, make_action_services, make_case_office
from handoff.practice.service import Practice
from handoff.rasa.client import Rasa
from handoff.rasa.guide_links import GuideLinks
from handoff.rasa.webhook import make_webhook_app
from handoff.realtime.agent import AgentNamespace
from handoff.realtime.brief import BriefRequests
from handoff.realtime.hub import Hub
from handoff.realtime.limits import REDIS_AWAY, AddressKeys, Limit, Limiter
from handoff.realtime.practice import PracticeRequests
from handoff.realtime.server import Server, own_origin_check
from handoff.realtime.supervisor import SupervisorRequests
from handoff.realtime.views import StateViewer
from handoff.realtime.visitor import VisitorNamespace
from handoff.reports.service import Reports
from handoff.settings import Settings
from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.tasks import apart, end
from handoff.web.case_images import CaseImages
from handoff.web.case_reports import CaseReportPages
from handoff.web.edge import Room, add_headers, coded, json_reply
from handoff.web.leaving import Leaving
from handoff.web.log_file import LogFile
from handoff.web.pages import add_pages
from handoff.web.reply_book import ReplyBook
from handoff.web.reports import ReportPages
from handoff.web.retention import Retention
from handoff.web.sessions import Sessions, cookie_name

log = logging.getLogger(__name__)

OFFERS_S = 1.0
TEXTS_S = 1.0
"""How often the time stamps of three files are looked at: what is published is there within three seconds."""
FORGET_S = 600.0
"""How often each process looks for what has been kept long enough; what is kept is counted in days."""
WATCH_S = 60.0
FIRST_LEARNING_S, LEARN_S = 10.0, 600.0
"""After the start, when nobody waits for it, and then: what a sorter has put right is heeded the same day."""
POLL_S = 1.0
"""How often a process looks into the database while Redis is away: a chat still feels alive."""


@dataclass(frozen=True)
class Service:
    """The parts of a running service that its edges and its tests hold on to."""

    settings: Settings
    database: Database
    accounts: Accounts
    conversations: Conversations
    upkeep: Upkeep
    duty: Duty
    office: CaseOffice
    banners: Banners
    turns: Turns
    resuming: Resuming
    practice: Practice
    editors: EditorOffice
    hub: Hub
    rasa: Rasa
    visitors: VisitorNamespace
    agents: AgentNamespace
    public: web.Application
    webhook: web.Application


@asynccontextmanager
async def open_service(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[Service]:
    """Make the service, with everything in the background running; on leaving, let go of all of it."""
    settings.var.mkdir(parents=True, exist_ok=True)
    await asyncio.to_thread(migrate, settings.sqlalchemy_url)
    async with AsyncExitStack() as stack:
        database = Database(settings.sqlalchemy_url)
        stack.push_async_callback(database.close)
        redis = await _open_redis(settings, stack, database)
        rasa = Rasa(settings)
        stack.push_async_callback(rasa.close)
        server = Server(settings)
        stack.push_async_callback(server.close)
        accounts = Accounts(database, settings, clock)

        content = await asyncio.to_thread(read_content, settings)
        banners = Banners(database, clock)
        await banners.refresh()
        state_view = StateViewer(content.queues, lambda: rasa.available, clock)
        hub = Hub(
            server,
            database,
            accounts,
            clock,
            banners=banners,
            state_view=state_view,
            queues=content.queues,
            tags=content.tags,
            pseudonyms=content.pseudonyms,
            scenarios={scenario.id: scenario for scenario in content.scenarios},
            shared=redis is not None,
        )
        stack.push_async_callback(hub.close)
        card, words, queues = content.help_card, content.danger_words, content.queues
        turns = Turns(database, answering(rasa, content, settings), hub, settings, clock, card=card, words=words)
        stack.push_async_callback(turns.close)
        watch = Watch(database, rasa, hub, clock, card=card, words=words)
        stack.push_async_callback(watch.close)
        ledger = Ledger(database, hub, clock)
        resuming = Resuming(ledger, rasa)
        stack.push_async_callback(resuming.close)
        conversations = Conversations(
            ledger,
            turns,
            settings,
            watch=watch,
            resuming=resuming,
            queues=queues,
            contacts=content.contacts,
        )
        callbacks = Callbacks(ledger, queues)
        upkeep, duty, audit_log = (
            Upkeep(ledger, settings, queues),
            Duty(ledger, settings, queues),
            AuditLog(database, clock),
        )
        office = make_case_office(settings, database, content, clock)
        stack.push_async_callback(office.images.close)
        limiter, message_limit = Limiter(redis), Limit("message", settings.message_limit, 10)
        addresses = AddressKeys(settings.proxies, settings.rasa_token)
        visitors = VisitorNamespace(
            server,
            conversations,
            office.cases,
            office.form_images,
            InsteadOfWaiting(ledger, office.cases),
            callbacks,
            banners,
            limiter,
            message_limit,
            state_view,
            addresses,
            {},
        )
        visitors.register()
        practice = Practice(ledger, content.scenarios, queues=queues, faq=content.faq, card=card)
        stack.push_async_callback(practice.close)
        desk = AgentDesk(ledger, settings, queues=queues, faq=content.faq, resuming=resuming, practice=practice)
        agents = AgentNamespace(
            server,
            accounts,
            duty,
            desk,
            BriefRequests(Briefs(ledger, rasa), Finishing(ledger, office.cases), content.faq),
            PracticeRequests(practice),
            case_requests(database, accounts, content, office, clock),
            SupervisorRequests(
                server,
                People(database, accounts, clock),
                duty,
                desk,
                Supervision(ledger, settings, queues=queues),
                hub,
                queues,
                frozenset(content.catalogue.units),
                clock,
                state_view,
            ),
            upkeep,
            hub,
            callbacks,
            banners,
            content.tags,
            content.pseudonyms,
            Archive(ledger),
            audit_log,
            state_view,
            cookie_name(settings),
            own_origin_check(settings),
            {},
        )
        agents.register()

        sessions = Sessions(accounts, limiter, addresses, settings, duty=duty, end_sockets=agents.connected)
        editors = make_editor_office(settings, database, content, clock, sessions, rasa=rasa)
        rooms: list[Room] = [
            sessions,
            ReplyBook(sessions, content.replies, content.faq, queues, clock),
            ReportPages(Reports(database, queues, content.tags, content.report_words, clock), sessions, audit_log),
            CaseReportPages(office.reports, sessions, audit_log),
            LogFile(sessions, audit_log),
            Retention(settings),
            Leaving(conversations, limiter, addresses),
            CaseImages(database, office.images, sessions),
            *editors.rooms,
            *case_rooms(settings, database, content, office, clock, limiter=limiter, addresses=addresses),
        ]
        service = Service(
            settings,
            database,
            accounts,
            conversations,
            upkeep,
            duty,
            office,
            banners,
            turns,
            resuming,
            practice,
            editors,
            hub,
            rasa,
            visitors,
            agents,
            _make_public_app(server, rooms, database, rasa, card),
            make_webhook_app(
                settings.rasa_token, make_action_services(settings, database, conversations, content, office)
            ),
        )
        rasa.on_change = hub.bot_changed
        rasa.start()
        if settings.mail_in_host:
            await _open_door(ReplyDoor(office.replies, settings, clock), stack)
        stack.push_async_callback(end, *_start_loops(service, redis, LiveTexts(settings, content)))
        yield service


def answering(rasa: Rasa, content: Content, settings: Settings) -> Bot:
    """Return what answers visitors: the assistant, with links to the guides."""
    return GuideLinks(rasa, content.guides, home=home_of(settings), words=content.guide_words)


async def _open_redis(settings: Settings, stack: AsyncExitStack, database: Database) -> Redis | None:
    if not settings.redis_url:
        # The only process: whatever turn was running, ran in the one before this.
        await database.write(messages.forget_turn_leases)
        return None
    redis = Redis.from_url(settings.redis_url, socket_timeout=1)
    stack.push_async_callback(redis.aclose)
    return redis


def _start_loops(service: Service, redis: Redis | None, texts: LiveTexts) -> list[asyncio.Task[None]]:
    loops = [
        asyncio.create_task(_keep(service), name="keep"),
        asyncio.create_task(_keep_offers(service), name="keep offers"),
        asyncio.create_task(_keep_texts(service, texts), name="keep texts"),
        asyncio.create_task(_finish_erasing(service), name="finish erasing"),
        asyncio.create_task(_forget_old(service), name="forget old"),
        asyncio.create_task(_watch_cases(service), name="watch cases"),
        asyncio.create_task(_learn_from_sorters(service), name="learn from sorters"),
        asyncio.create_task(service.office.postman.run(), name="postman"),
        asyncio.create_task(service.editors.trainer.run(), name="trainer"),
    ]
    if service.office.forwarder is not None:
        loops.append(asyncio.create_task(service.office.forwarder.run(), name="forwarder"))
    if redis is not None:
        loops.append(asyncio.create_task(_catch_up(service, redis), name="catch up"))
    return loops


async def _open_door(door: ReplyDoor, stack: AsyncExitStack) -> None:
    await door.open()
    stack.push_async_callback(door.close)


def _make_public_app(
    server: Server, rooms: Sequence[Room], database: Database, rasa: Rasa, card: HelpCard
) -> web.Application:
    public = web.Application(client_max_size=64 * 1024)
    public.on_response_prepare.append(add_headers)
    for room in rooms:
        room.add_routes(public)
    add_pages(public, card)
    server.attach(public)

    async def health(_request: web.Request) -> web.Response:
        await database.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
        return json_reply({"status": "ok", "bot": rasa.available})

    public.router.add_get("/health", coded(health))
    return public


async def _keep(service: Service) -> None:
    """Renew what connected agents hold, collect what others lost, and answer what is owed."""
    seen: frozenset[str] = frozenset()
    while True:
        try:
            connected = await service.agents.connected()
            await service.accounts.keep_present(connected)
            await service.upkeep.keep_leases(connected)
            await service.duty.keep()
            await service.upkeep.end_silent_contacts()
            await service.turns.take_owed()
            await service.upkeep.keep_visitors(service.visitors.connected())
            await service.practice.take_owed()
            await service.upkeep.end_waits()
            await service.hub.show_waits()
            if await service.banners.refresh():
                await service.hub.banners_changed(here_only=True)
            on_duty = frozenset(a.id for a in await service.accounts.present() if a.availability == "available")
            if on_duty != seen:
                seen = on_duty
                service.hub.desk_changed()
            # Shifts begin and hours pass without anybody doing anything.
            await service.hub.show_live()
            await service.hub.show_offers()
        except Exception:  # a database that is away for a moment must not end the keeping
            log.exception("keeping failed; tried again")
        await asyncio.sleep(service.settings.heartbeat.total_seconds())


async def _keep_offers(service: Service) -> None:
    """End offers that nobody has taken and make new ones, by the second: people wait."""
    while True:
        await asyncio.sleep(min(OFFERS_S, service.settings.heartbeat.total_seconds()))
        try:
            await service.upkeep.keep_offers()
            await service.upkeep.end_invitations()
        except Exception:  # as above
            log.exception("offers could not be kept; tried again")


async def _keep_texts(service: Service, texts: LiveTexts) -> None:
    """Take what editors have changed in the files of the service, by the second, and show it to who is connected."""
    while True:
        await asyncio.sleep(TEXTS_S)
        try:
            if await texts.look():
                service.hub.desk_changed()
        except Exception:  # as above
            log.exception("texts could not be looked at; tried again")


async def _finish_erasing(service: Service) -> None:
    """Let the assistant forget what was erased: apart, for a slow assistant must not keep leases from being renewed."""
    while True:
        await asyncio.sleep(service.settings.heartbeat.total_seconds())
        try:
            await service.upkeep.finish_erasing(service.rasa.forget)
        except Exception:  # as above
            log.exception("erasing could not be finished; tried again")


async def _forget_old(service: Service) -> None:
    """Delete what has been kept long enough."""
    while True:
        try:
            await service.upkeep.forget_old()
            await service.practice.forget_old()
            await service.office.outbox.forget_old()
            await service.office.saved_forms.forget_old()
            await service.office.images.upkeep()
        except Exception:  # as above
            log.exception("old conversations could not be deleted; tried again")
        await asyncio.sleep(FORGET_S)


async def _watch_cases(service: Service) -> None:
    """Fire the alarms of cases, by the minute: they are set for hours and days."""
    while True:
        try:
            await service.office.watchman.look()
        except Exception:  # as above
            log.exception("alarms could not be fired; tried again")
        await asyncio.sleep(WATCH_S)


async def _learn_from_sorters(service: Service) -> None:
    """Learn which service feedback is for, apart: at first what is shipped, then what the sorters have put right."""
    wait = FIRST_LEARNING_S
    while True:
        await asyncio.sleep(wait)
        wait = LEARN_S
        try:
            past = await service.database.read(sorted_cases)
            await apart(service.office.reception.learn, past)
        except Exception:  # as above
            log.exception("nothing could be learnt from sorted cases; tried again")


async def _catch_up(service: Service, redis: Redis) -> None:
    """Look into the database for what Redis did not bring: often while it is away, now and then always."""
    while True:
        interval = service.settings.heartbeat.total_seconds()
        try:
            await redis.ping()
        except REDIS_AWAY:
            interval = POLL_S
        await asyncio.sleep(interval)
        try:
            await service.hub.catch_up()
        except Exception:  # as above
            log.exception("catching up failed; tried again")
