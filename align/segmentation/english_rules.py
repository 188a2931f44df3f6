"""Rules for English sentence boundaries that a general splitter does not have.

The rules are tried in order; the first that answers decides, and where none does the library's proposal holds. The
lists follow the abbreviations of the Associated Press Stylebook and of the treebanks' guidelines (a title never ends
a sentence; an acronym or `Inc.` may, and then the next word decides).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from align.languages.word_lists import words
from align.segmentation.boundary_candidates import BoundaryCandidate

TITLES = words(
    """Mr Mrs Ms Mx Messrs Mme Mmes Mlle Sra Dr Drs Prof Profs Rev Fr Hon Rt Msgr Gov Govs Sen Sens Rep Reps Pres
    Amb Sec Secy Treas Ald Del Dep Asst Assoc Atty Dir Supt Det Insp Sgt Sgts Cpl Pvt Pfc Spc Capt Cpt Cmdr Cdr
    Comdr Ens Lt Col Cols Maj Gen Gens Brig Adm St Ste Mt Ft vs v viz Viz cf Cf eg e.g E.g ie i.e I.e op cit ibid ca
    Ca approx Approx resp esp incl"""
)
"""Abbreviations after which the sentence continues, with a capital or not."""

BEFORE_NUMBER = words(
    """No Nos no nos Nr p pp P Pp vol vols Vol Vols fig figs Fig Figs art arts Art Arts sec secs Sec Secs ch chs Ch Chs
    par para Par Para cl Cl ver Ver c est Est tel Tel ext Ext Rm Apt Bldg Div Op Ps Eq eq Ref ref Reg Doc Sq sq Lot Hwy
    Rte"""
)
"""Abbreviations when a number follows (`No. 5`, `pp. 12`), words or ends of sentences otherwise."""

MONTHS = words("Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec")
"""Months, which continue when a number follows (`Nov. 22`) and end the sentence before a capital (`until Oct. The`)."""

AMBIGUOUS = words(
    """Inc Ltd Corp Co Cos Bros LLC LLP Plc PLC S.A S.p.A Mfg Intl Int'l Nat'l Assn Inst Univ Dept Govt Gov't Dist Jr Sr
    Esq Ph.D D.Phil etc et.al al a.m p.m A.M P.M a.k.a W.Va Ala Ariz Ark Calif Cal Colo Conn Del Fla Ga Ind Kan Kans Ky
    Md Mass Mich Minn Mont Neb Nebr Nev Okla Ont Ore Pa Penn Que Alta Tenn Tex Va Vt Wis Wisc Wyo Ave Blvd Rd Hwy Ln Sq
    Bldg Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun min mins secs hr hrs yr yrs lb lbs oz ft mi mph km kg cm mm ed eds
    Ed Eds rev max misc voc tech dept avg std temp orig ext"""
)
"""Abbreviations that may end a sentence, as every acronym with full stops may (`U.S.`, `B.C.`): they do when the next
word is one that opens sentences."""

STARTERS = words(
    """A About According Actually Additionally After All Also Although Among An And Another Any Are As At Based Because
    Before Besides Both But By Can Could Despite Did Do Does Due During Each Earlier Either Even Every Everyone Few
    Finally First For Former From Further Furthermore Given Have He Her Here Hers His How However I I'd I'll I'm I've
    If In Indeed Inside Instead Is It Its It's It’s Just Last Later Let Like Many Maybe Meanwhile More Moreover Most
    Much My Near Nevertheless Next No Nobody None Nonetheless Nor Not Nothing Now Of Officials On Once One Only Or
    Other Others Otherwise Our Out Over People Perhaps Please Police Recently Several She Should Since So Some Someone
    Sometimes Soon Still Such Thank Thanks That That's That’s The Their Then There There's There’s Therefore These
    They They're They’re This Those Though Three Through Thus To Today Together Tomorrow Two Under Unfortunately
    Unless Unlike Until Upon Was We We're We’re Well Were What When Where Whereas Whether Which While Who Why Will
    With Within Without Would Yes Yesterday Yet You You're Your"""
)
"""Capitalised words that open sentences and are no names."""

LETTERED = words("fig figs Fig Figs vol vols Vol Vols sec secs Sec Secs ch Ch art Art App Ex Div Pt Bk Eq eq Ref ref")
"""Abbreviations before a number that may be a letter or a Roman one: `Fig. A`, `Vol. IV`."""

TIME_ZONES = words(
    """Eastern Central Mountain Pacific Atlantic Alaska Alaskan Hawaii Hawaiian Greenwich Coordinated Universal Zulu
    Newfoundland GMT UTC EST EDT ET CST CDT CT MST MDT MT PST PDT PT AKST AKDT HST BST IST WAT CAT EAT MSK CET CEST EET
    EEST WET JST KST SGT HKT AEST AEDT ACST AWST NZST NZDT PKT PHT WIB ICT GST TRT"""
)
"""What a time of the clock may be followed by: `5 p.m. EST`, `5 p.m. Greenwich Mean Time`."""

DATE_WORDS = words(
    """Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays
    Sundays Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Christmas Easter January February March April May June July
    August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"""
)
"""Days and months, which go on after a time of the clock: `5 p.m. Friday`, `10 a.m. Nov. 24`."""

REPORTING = words(
    """said says say asked asks ask added adds told tells replied replies cried shouted wrote writes tweeted explained
    noted stressed insisted warned declared exclaimed recalled joked quipped continued concluded wondered answered
    demanded yelled whispered claimed argued stated remarked commented posted reported mused countered testified"""
)
"""Verbs that introduce the speaker of a quotation."""

EXCLAIMED_NAMES = words("Yahoo Jeopardy Joomla Kahoot Oklahoma Wham")

_INITIAL = re.compile(r"[^\W\d_](?:\.-[^\W\d_])*")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_ENUMERATOR = re.compile(r"\(?(?:P\.?S|N\.B|\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})")
_NAMED_SPEAKER = re.compile(r"(?:[A-Z][\w.’'-]*\s+){1,4}(\w+)")
_DOMAIN = re.compile(
    r"[/@\\]|www|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|edu|io|ru|uk|info|eu|doc|pdf|txt|xls|html?)\b", re.IGNORECASE
)
_JOINED_STOP = re.compile(r"[A-Z][a-z]+(?:\s|$)|[IA]\s")

_CLOCK = re.compile(r"[ap]\.m", re.IGNORECASE)
_OF_A_NOUN = re.compile(
    r"(?:\b(?:the|a|an|its|his|her|their|our|my|your|this|that|each|every|daily|nightly)|[’']s?)\s+[\d:.]{1,5}$",
    re.IGNORECASE,
)
_LOCAL_TIME = re.compile(r"(?:[A-Z][\w’'-]*\s+){1,3}(?:[Tt]ime|TIME)\b")
_YEAR = re.compile(r"[(\[]?(?:1[5-9]|20)\d\d[a-z]?\b")
_LETTER = re.compile(
    r"(?:[B-HJ-Z]|[IVXLC]{2,7})\b(?!\.?[^\W\d_])|[AI](?=[,.;:)\]]|\s+(?:and|or|to|shows?|of|in|for)\b)"
)

Rule = Callable[[BoundaryCandidate], "bool | None"]


def is_boundary(candidate: BoundaryCandidate) -> bool | None:
    """True: a sentence ends here. False: none does. None: keep the library's proposal."""
    for rule in RULES:
        answer = rule(candidate)
        if answer is not None:
            return answer
    return None


def missing_space(c: BoundaryCandidate) -> bool | None:
    """`3.5`, `www.site.com` and `e.g.` continue; `know?thanks` and `done.Then` are two sentences without a space."""
    if c.spaced or c.marks:
        return None
    token = c.left + c.text[c.start : c.cut] + re.split(r"\s", c.right, maxsplit=1)[0]
    if not c.next or c.opener or c.closers or _DOMAIN.search(token) or "." in c.left:
        return False
    if set(c.term) <= {"?", "!"}:
        return len(c.left) > 1 and c.next[0].isalpha()
    return c.term == "." and len(c.word) > 2 and c.word.islower() and bool(_JOINED_STOP.match(c.right))


def reporting(c: BoundaryCandidate) -> bool | None:
    """`"Why?" Mr. Smith asked.` is one sentence."""
    if not c.term.endswith(("?", "!")) or not c.closers or not set(c.closers) & set("\"”’'»"):
        return None
    speaker = _NAMED_SPEAKER.match(c.right)
    reported = speaker and speaker.group(1) in REPORTING and c.next not in STARTERS
    return False if reported else None


def exclaimed_name(c: BoundaryCandidate) -> bool | None:
    """`Yahoo! Inc.` is a name."""
    return False if c.term == "!" and c.word in EXCLAIMED_NAMES and _abbreviates(c.next) else None


def small_letter(c: BoundaryCandidate) -> bool | None:
    """A sentence does not begin with a lower-case letter, unless it follows a question or exclamation without
    quotation."""
    if not c.next or not c.next[0].islower() or c.next[1:2].isupper():  # iPads
        return None
    if c.marks and c.term:
        return not c.opener
    if not c.term:
        return False
    if c.right.startswith(("http://", "https://", "www.")) or (c.opener == "(" and _plain(c)):
        return True
    if _plain(c) and c.opener.startswith(("…", "..")):
        return True
    if c.closers or c.opener or c.word in EXCLAIMED_NAMES:
        return False
    if set(c.term) & set("?!"):
        return None
    return None if c.casual and _plain(c) else False


def enumerator(c: BoundaryCandidate) -> bool | None:
    """`1.`, `a.`, `iv.` at the head of a sentence are its number."""
    if c.term != "." or c.closers or not _ENUMERATOR.fullmatch(c.word):
        return None
    if c.word == "I" and c.before:
        return None
    head = not c.before or c.before[-1] in "!?:;" or (c.before[-1] == "." and not _ends_abbreviated(c.before))
    return False if head else None


def _ends_abbreviated(before: str) -> bool:
    """Whether a text ends with an abbreviation: in `on Nov. 22.` the number is no item's."""
    word = before[:-1].split()[-1].lstrip("\"“'‘([") if before[:-1].split() else ""
    return word in TITLES or word in BEFORE_NUMBER or _abbreviates(word)


def title(c: BoundaryCandidate) -> bool | None:
    """`Gen. Smith`, `No. 5`, `Nov. 22`: the abbreviation belongs to what follows."""
    if c.term != "." or c.closers:
        return None
    word = c.word
    if word in TITLES:
        return False
    if word.isupper() and c.next.isupper() and word.capitalize() in TITLES:
        return False
    number = bool(c.next) and c.next[0].isdigit()
    if number and (word in BEFORE_NUMBER or word in MONTHS):
        return False
    if word in LETTERED and _LETTER.match(c.right):
        return False
    return False if word == "al" and _YEAR.match(c.right) else None


def clock(c: BoundaryCandidate) -> bool | None:
    """`It ended at 5 p.m. Reporters waited` is a boundary, `at 5 p.m. Friday`, `5 p.m. Moscow time` and `the 5 p.m.
    Champions League match` are none."""
    if c.term != "." or c.closers or not _CLOCK.fullmatch(c.word) or not c.next[:1].isupper() or c.opener.strip():
        return None
    if c.next in TIME_ZONES or c.next in DATE_WORDS or _LOCAL_TIME.match(c.right):
        return False
    return c.next in STARTERS or not _OF_A_NOUN.search(c.before)


def initial(c: BoundaryCandidate) -> bool | None:
    """`John F. Kennedy` continues; `Plan B. The other` does not."""
    if c.term != "." or c.closers or not _INITIAL.fullmatch(c.word) or c.word == "I" or c.word[0].islower():
        return None
    return c.next in STARTERS


def abbreviation(c: BoundaryCandidate) -> bool | None:
    """`Acme Inc. The` is a boundary, `Acme Inc. Chairman` is none: the next word decides."""
    if c.term != "." or set(c.closers) - {")"}:
        return None
    if not _abbreviates(c.word):
        return None
    if "(" in c.opener:
        return False
    if not c.next or c.next[0].isdigit() or c.opener.strip():
        return None
    return c.next in STARTERS or c.word in MONTHS


def _abbreviates(word: str) -> bool:
    return (
        word in AMBIGUOUS
        or word in MONTHS
        or _ACRONYM.fullmatch(word) is not None
        or (word.isupper() and word.capitalize() in AMBIGUOUS)
    )


def _plain(c: BoundaryCandidate) -> bool:
    """Whether a full stop follows an ordinary word, which is no known abbreviation."""
    word = c.word
    return c.term == "." and len(word) > 2 and word.islower() and word not in TITLES and not _abbreviates(word)


def capital(c: BoundaryCandidate) -> bool | None:
    """A capital or a digit after a space begins a sentence."""
    if not c.next or c.bracket:
        return None
    if c.term:
        return True
    return c.spaced and c.next[0].isupper()


RULES: tuple[Rule, ...] = (
    missing_space,
    reporting,
    exclaimed_name,
    small_letter,
    enumerator,
    title,
    initial,
    clock,
    abbreviation,
    capital,
)
