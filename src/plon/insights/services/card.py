"""The card of a customer: value, risk, what comes next, and all that happened."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from plon.agenda import queries as agenda
from plon.agenda.services import words as agenda_words
from plon.customers import queries as customers
from plon.insights.services import words
from plon.insights.services.habits import habits
from plon.insights.services.holding import Holding, holding
from plon.insights.services.person import Agreed, Fact, Word, agreed, facts, reach, word_of
from plon.insights.services.story import Reader, story
from plon.lifetime.words import group_label, tier_label
from plon.orders import queries as orders
from plon.ui.components import NumberTile, Task, Timeline
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.value import queries as value
from plon.value.services import definitions

ORDERS_MAX = 50  # the newest, told on the card


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the card shows."""

    card: customers.Card
    tiles: list[NumberTile]
    reasons: tuple[str, ...]
    tasks: list[Task]
    timeline: Timeline
    facts: list[Fact] = field(default_factory=list)
    agreed: list[Agreed] = field(default_factory=list)  # as it is now, by purpose
    consents: list[Word] = field(default_factory=list)  # the same, with day and place
    holding: Holding = field(default_factory=Holding)
    reach: list[Fact] = field(default_factory=list)  # phones and e-mails, to call and to write
    habits: list[Fact] = field(default_factory=list)  # how they buy
    said: list[Word] = field(default_factory=list)  # all of it, the newest first
    orders_href: str = ""  # where all of them stand
    orders_max: int | None = None  # how many are told here, where there may be more


def profile(customer_id: UUID, reader: Reader) -> Profile | None:
    """Return the whole card; None where there is no such customer."""
    card = customers.card(customer_id)
    if card is None:
        return None
    told = None
    if reader.sees_value:
        told = value.explained(customer_id=customer_id, language=reader.speech.language)
    tasks = agenda.tasks_of(workspace_id=reader.firm.id, customer_id=customer_id)
    bought = _newest(customer_id) if reader.sees_orders else []
    return Profile(
        card=card,
        tiles=[] if told is None else _tiles(told.figures, reader, as_of=told.as_of),
        reasons=() if told is None else told.sentences,
        tasks=[
            agenda_words.task_row(task, reader.of_tasks, on_card=True)
            for task in tasks
            if task.closed_at is None
        ],
        timeline=story(card, bought, tasks, told.figures if told else None, reader),
        facts=facts(card),
        reach=reach(card),
        habits=habits(
            told.figures if told else None, bought, speech=reader.speech, firm=reader.firm
        ),
        holding=holding(customer_id, speech=reader.speech, zone=reader.firm.zone)
        if bought
        else Holding(),
        agreed=agreed(card),
        consents=[word_of(said, reader.firm.zone) for said in card.consents],
        said=[word_of(said, reader.firm.zone) for said in card.said],
        orders_href=f"/orders/?customer={customer_id}" if bought else "",
        orders_max=ORDERS_MAX if len(bought) == ORDERS_MAX else None,
    )


def _newest(customer_id: UUID) -> list[orders.OrderFacts]:
    return orders.orders_of(customer_id=customer_id, limit=ORDERS_MAX)


def _tiles(found: value.CustomerFigures, reader: Reader, *, as_of: date) -> list[NumberTile]:
    speech, day = reader.speech, reader.speech.day(as_of)

    def money(minor: int | None) -> str:
        return _("too early") if minor is None else speech.estimate(minor)

    span = ""
    if found.value_12m_low_minor is not None and found.value_12m_high_minor is not None:
        span = speech.money_span(found.value_12m_low_minor, found.value_12m_high_minor)
    alive = "" if found.alive is None else speech.share(1 - found.alive)
    labels = group_label(found.group, speech.language), tier_label(found.tier, speech.language)
    return [
        NumberTile(
            label=_("Value, 12 months"),
            definition=definitions.definition("own-value"),
            value=money(found.value_12m_minor),
            range=span,
            note=_("so far %(amount)s, lifetime %(lifetime)s")
            % {"amount": money(found.observed_minor), "lifetime": money(found.ltv_minor)},
            as_of=day,
        ),
        NumberTile(
            label=_("Risk of leaving"),
            definition=definitions.definition("own-risk"),
            value=alive or words.risk_word(found.risk),
            level=words.LEVELS[found.risk],
            word=words.risk_word(found.risk),
            as_of=day,
            href="#why",
            href_word=_("Why"),
        ),
        _next_purchase(found.due_date, reader, as_of=day),
        NumberTile(
            label=_("Group"),
            definition=definitions.definition("own-group"),
            value=f"R{found.r_score} F{found.f_score} M{found.m_score}",
            note=" · ".join(labels),
            as_of=day,
        ),
    ]


def _next_purchase(due: date | None, reader: Reader, *, as_of: str) -> NumberTile:
    """Say by when half buy again; where that day has passed, how long ago it was."""
    late_days = 0 if due is None else (reader.today - due).days
    late = ngettext("%(count)s day ago", "%(count)s days ago", late_days)
    return NumberTile(
        label=_("Next purchase"),
        definition=definitions.definition("own-next"),
        value=_("not soon") if due is None else reader.speech.day(due),
        level="watch" if late_days > 0 else "",
        word=late % {"count": reader.speech.number(late_days)} if late_days > 0 else "",
        note=_("by then half of such customers buy again"),
        as_of=as_of,
    )
