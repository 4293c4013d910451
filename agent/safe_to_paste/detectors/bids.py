"""What firms ask, told side by side: in a text about bids, each amount with whose it is or what it is for.

"Dalesby £61,400 / Crown Cars £57,950" says nothing by itself. Beside "bids for the transport contract" it is what
two firms told the school in confidence.

>>> text = "bids for the roof, not announced\\nTarn & Sons £48,200 / Beck Roofing £51,900"
>>> [text[match.span.start:match.span.end] for match in find(View(text))]
['Tarn & Sons £48,200', 'Beck Roofing £51,900']
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from safe_to_paste.detectors._scene import Scenes
from safe_to_paste.late import re, regex
from safe_to_paste.model import Match, Span
from safe_to_paste.view import View

# How far from an amount the words lie that make it a bid.
_NEAR = 500
# Surely teaching rather than the school's own business.
_LESSONLIKE = -0.8

_FIRM = (
    r"(?:(?:[Ss]upplier|[Bb]idder|[Cc]ompany|[Ff]irm|[Cc]ontractor|[Tt]enderer|[Oo]ption|[Qq]uote)[ ](?:[A-H]|\d)(?!\w)"
    r"|\p{Lu}[\w&'-]{2,20}(?:[ ](?:&[ ]|and[ ])?\p{Lu}[\w&'-]{0,20}){0,3})"
)
# What every offer has in it.
_MONEY = ("\u00a3",)
_AMOUNT = r"\u00a3[ ]?\d(?:[\d,.]*\d)?(?:k|m)?(?!\w)"
# An amount after whose it is, or the other way round.
_OFFER = regex.compile(
    rf"(?<![\w'])(?P<firm>{_FIRM})(?:'s)?(?:[ ]?\([^)\n]{{2,30}}\))?"
    rf"(?:[ ]?[:|,=-]{{0,2}}[ ]?(?:[a-z][\w-]{{0,14}}[ ]){{0,5}}?){_AMOUNT}"
    rf"|{_AMOUNT}(?:[ ]?/[ ]?\w{{3,8}}|[ ](?:a|per|each)[ ]\w{{3,10}})?[ ](?:from|by|with|for|against"
    rf"|to)[ ](?P<firm>{_FIRM})"
    rf"|(?:winner|winning[ ]bid|lowest|next[ ]lowest|highest|cheapest|best[ ](?:price|offer|bid)|theirs|incumbent"
    rf"|current[ ](?:supplier|provider|firm|contractor)|we(?:'re|[ ]are|[ ]currently)?[ ]pay(?:ing)?[ ](?:them|him"
    rf"|her))"
    rf"[ ](?:[a-z][\w-]{{0,14}}[ ]){{0,4}}?{_AMOUNT}"
)
_BIDS = re.compile(
    r"(?<!\w)(?:bids?|bidders?|tenders?|tendered|tendering|quotes?|quotations?|quoted|procure\w*|re-?tender\w*"
    r"|contractors?"
    r"|contract[ ](?:for|with|award|renewal|price|value)|(?:catering|cleaning|grounds|transport|minibus|coach"
    r"|photocopier"
    r"|energy|it|payroll|security|waste|supply|lease|leasing)[ ](?:contract|tender|renewal|bids|firm|supplier|provider)"
    r"|suppliers?|came[ ]in[ ]at|award[ ](?:by|the|letter|on)|preferred|unsuccessful|lowest[ ]price|lease[ ]v[ ]buy"
    r"|heads[ ]of[ ]terms|hold[ ]the[ ]price|counter-?offer|negotiat\w+|haggle|undercut|scoring[ ]\w+[ ]\d"
    r"|evaluation)(?!\w)"
)
# What makes it a confidence rather than a sum on a poster.
_KEPT = re.compile(
    r"(?<!\w)(?:in[ ]confidence|confidential\w*|not[ ](?:yet[ ])?(?:public|announced|told|signed|shared)|nobody(?:'s"
    r"|[ ]has"
    r"|[ ]knows)|(?:dont|don't|do[ ]not|doesn't)[ ](?:know|say|tell|let|share|put)|between[ ]us|off[ ]the[ ]record"
    r"|until[ ](?:the[ ])?(?:award|board|panel|governors)|walk[ ]away|background[ ]only|losing[ ]bids?|unsuccessful"
    r"|scor(?:e|es|ed|ing)|quality|compare|recommend\w*|award|evaluation|winn(?:er|ing)|haggle|negotiat\w+|beat"
    r"|cheaper|cheapest|lowest|push[ ]back|best[ ]price|sign[ ]by|drop[ ](?:to|another)|came[ ]in|priced|bids?"
    r"|tenders?)(?!\w)"
)
_NOT_OURS = re.compile(
    r"(?<!\w)(?:gcse|a[ -]?level|btec|worksheet|word[ ]problem|lesson|quiz|business[ ]studies|textbook[ ]question"
    r"|enterprise|pretend|imaginary|fictional|made[ -]up|invented|template|published|historical|novel|exam[ ]question"
    r"|case[ ]study|profit|revenue|break[ -]even|demand|elasticity|how[ ]much[ ](?:does|would|did|will)"
    r"|percentage[ ]change"
    r"|year[ ]\d{1,2}[ ](?:maths|business|economics)|policy|thresholds?|firm[ ]a(?!\w))(?!\w)"
)
_PEOPLE = regex.compile(r"(?:Mr|Mrs|Miss|Ms|Dr|Year|Adult|Child|Total|Ticket|Price|Cost|Deposit|Tickets|Under)(?!\w)")


def find(view: View) -> Iterator[Match]:
    """Each offer with whose it is."""
    text, small = view.text, view.small
    if "\u00a3" not in text or _BIDS.search(small) is None:
        return
    scenes = Scenes(view)
    stretches = view.layout.around(_MONEY)
    for offer in chain.from_iterable(_OFFER.finditer(text, stretch.start, stretch.end) for stretch in stretches):
        near = small[max(0, offer.start() - _NEAR) : offer.end() + _NEAR]
        if (offer["firm"] and _PEOPLE.match(offer["firm"])) or not (_BIDS.search(near) and _KEPT.search(near)):
            continue
        scene = scenes.at(Span(*offer.span()))
        line = view.layout.row(offer.start())
        start, end = max(line.start, offer.start() - _NEAR), min(line.end, offer.end() + _NEAR)
        if _NOT_OURS.search(small, start, end) or scenes.made_up or scene.genre < _LESSONLIKE:
            continue
        yield Match(Span(*offer.span()), ("what a firm asks, in a text about bids",))
