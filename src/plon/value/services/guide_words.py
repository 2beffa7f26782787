"""Why to measure lifetime value, why it may be low, how to raise it: cards in words."""

from dataclasses import dataclass

from plon.ui.language import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Advice with the place where it is done. href: the address of its page; word: what it is."""

    title: str
    text: str
    href: str
    word: str


def reasons() -> list[Card]:
    """Return seven reasons to measure, each with the page that answers it."""
    return [
        Card(
            title=_("Split customers by value"),
            text=_("See who brings most and care for them first."),
            href="/value/",
            word=_("Groups"),
        ),
        Card(
            title=_("Offer what suits"),
            text=_("A segment is a sentence: write to it, not to everybody."),
            href="/value/segments/",
            word=_("Segments"),
        ),
        Card(
            title=_("Spend on marketing with measure"),
            text=_("Compare what a customer brings with what winning one costs."),
            href="/value/cost/",
            word=_("Value to cost"),
        ),
        Card(
            title=_("Find the best channels"),
            text=_("Channels are ranked by what their customers bring, not by how many come."),
            href="/value/channels/",
            word=_("Channels"),
        ),
        Card(
            title=_("Pay less for a customer"),
            text=_("Cut channels that bring people who buy once and leave."),
            href="/value/channels/",
            word=_("Channels"),
        ),
        Card(
            title=_("Know your best future customers"),
            text=_("Look what the most valuable ones have in common and seek such people."),
            href="/customers/?tier=vip",
            word=_("The most valuable"),
        ),
        Card(
            title=_("Plan revenue"),
            text=_("Three, six and twelve months ahead, with a range."),
            href="/value/forecast/",
            word=_("Forecast"),
        ),
    ]


def levers() -> list[Card]:
    """Return seven ways to raise the value, each with the place where to start."""
    return [
        Card(
            title=_("Loyalty and offers of their own"),
            text=_("Reward the next purchase, not the first one."),
            href="/value/segments/",
            word=_("Choose a segment"),
        ),
        Card(
            title=_("Bring back those who went quiet"),
            text=_("Of people who stopped buying, 20–30%% can be won back.") % (),
            href="/customers/?risk=slipping",
            word=_("Slipping away"),
        ),
        Card(
            title=_("Good service"),
            text=_("After good service more than nine in ten would buy again."),
            href="/",
            word=_("Tasks of today"),
        ),
        Card(
            title=_("A further product right after the purchase"),
            text=_("Offer what goes with it while the customer is here."),
            href="/value/comparison/",
            word=_("What it brings"),
        ),
        Card(
            title=_("New products all the time"),
            text=_("Something new is a reason to come back."),
            href="/settings/catalogue/",
            word=_("Products"),
        ),
        Card(
            title=_("Teach how to use it"),
            text=_("Guides and films build trust and use."),
            href="/customers/?group=new",
            word=_("New customers"),
        ),
        Card(
            title=_("Measure and grow what works"),
            text=_("Try on few, measure, give it to all."),
            href="/value/forecast/",
            word=_("Forecast"),
        ),
    ]


def cause(code: str) -> Card:
    """Return a cause of a low value, with the remedy and the place to begin."""
    return {
        "no_retention_work": Card(
            title=_("Newer customers come back less often than older ones did"),
            text=_("Start a loyalty programme and write to people after their first purchase."),
            href="/value/",
            word=_("Cohorts"),
        ),
        "poor_experience": Card(
            title=_("Many customers have complained"),
            text=_("Answer faster and mend what they complain about."),
            href="/customers/",
            word=_("Customers"),
        ),
        "no_personalisation": Card(
            title=_("Everybody hears the same"),
            text=_("Keep a first segment and write to it in its own words."),
            href="/value/segments/",
            word=_("Segments"),
        ),
        "weak_after_sales": Card(
            title=_("Nobody calls after the purchase"),
            text=_("Ask customers how it was a week after they bought."),
            href="/",
            word=_("Tasks of today"),
        ),
        "narrow_assortment": Card(
            title=_("Nothing new for half a year"),
            text=_("Add a product or a bundle: returning customers look for something new."),
            href="/settings/catalogue/",
            word=_("Products"),
        ),
    }[code]
