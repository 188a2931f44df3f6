"""Subtitles (SubRip's SRT, WebVTT, YouTube's SBV) → a Document whose paragraphs are the cues of a sentence.

A translator works on sentences, and a sentence goes over several cues: cues are joined until one ends as a sentence
does, a pause follows, or a dash, `>>` or a name shows another speaker. Sounds (`[door closes]`), songs (`♪ … ♪`) and
credits stand alone. Captions without punctuation show no sentences: of those a cue is a paragraph, unless the next goes
on in small letters where others begin with capitals. The times are positions of the document: `Document.place_of` maps
the span of a segment to the time of its cues. What rolling captions repeat is read once. The account has that, and the
comments.

SRT has no specification; what is read is what VLC and the W3C's notes describe. WebVTT is https://www.w3.org/TR/webvtt1/.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from align.account import Account
from align.document import Document, Paragraph, SourcePosition
from align.errors import InputError
from align.io.byte_source import ByteSource
from align.io.limits import MOST_PARAGRAPHS, nothing_to_segment, too_long
from align.io.text_encoding import decode
from align.localization import N_, _
from align.readers.blocks import GAP, clean
from align.readers.read_options import ReadOptions
from align.readers.rolling_captions import ShownLines, unrolled

LINE_BREAK = re.compile(r"\r\n|\r|\n")
_TIME = r"(?:(\d{1,6}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMING = re.compile(rf"[ \t]*{_TIME}(?:[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?|,{_TIME})$")
TAG = re.compile(
    r"</?(?:[biu]|s|font|c|v|lang|ruby|rt|\d\d)\b[^<>]{0,200}>|<\d[\d:.]{4,14}>|\{\\[^{}]{0,100}\}", re.IGNORECASE
)
_SPEAKER = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>]{1,100})>", re.IGNORECASE)
TURN = re.compile(r"(?:[-‐–—](?![-‐–—])|>>+)[ \t]*(?=\S)")
_CAPITAL = r"[^\W\d_a-zа-яё]"
_NAMED = re.compile(
    r"(?:[^\W\d_a-zа-яё][^\W_a-zа-яё]{0,30}(?:[ .'’#-]+[^\W_a-zа-яё]{1,30}){0,3}\.?"
    rf"|{_CAPITAL}[\w.'’-]{{0,30}}(?: {_CAPITAL}[\w.'’-]{{0,30}}){{0,2}})"
    rf"(?: ?[\[(][^\[\]()]{{1,40}}[\])])?:[ \t]+(?={_CAPITAL}|[\"“«¿¡\[(♪])"
)
_SOUND = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|（[^（）]*）|【[^【】]*】|\*[^*]+\*|[♩♪♫♬\s]+")
_SONG = re.compile(r"[♩♪♫♬]|#\s")
_CREDIT = re.compile(
    r"(?:sub(?:title[sd]?|bed|s)|(?:closed )?caption(?:s|ed|ing)|transcri(?:pt|bed|ption)|translat(?:ed|ion)"
    r"|sync(?:ed|hroni[sz]ed)?"
    r"|ripped|encoded|corrected|resync(?:ed)?|edited|proofread|timed|субтитры|перевод|переводчик|редактор|озвучено|титры)"
    r"\b[^.!?]{0,40}?(?:\bby\b|:)|©|(?:https?://|www\.)\S+$|\S+\.(?:com|org|net|tv|ru)$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?:[.!?…。！？]|[♩♪♫♬]|\s#)[\"'”’»)\]]*$")
_STOPS = re.compile(r"[.!?…。！？]")
_ABOUT = re.compile(r"(?:NOTE|STYLE|REGION|X-TIMESTAMP-MAP)\b")
_MOST_LINES = 10
"""Lines, at most, of a sound or credit."""
_PAUSE = 3.0
"""Seconds without words after which a sentence counts as broken off."""
_LONGEST, _LONGEST_UNPUNCTUATED = 400, 200
"""Characters after which cues are joined no further even if no sentence ends, and in captions without punctuation."""
_PUNCTUATED = 0.1
"""Part of the cues that have a full stop, at least, where full stops show the ends of sentences."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on the screen from `begin` to `end`, in seconds. `turn` says that another speaker begins, `alone` that they
    are no part of a sentence: a sound, a credit. `numbers` are those of their lines in the file, from 0."""

    begin: float
    end: float
    text: str
    turn: bool = False
    alone: bool = False
    numbers: tuple[int, ...] = ()


def read(source: ByteSource, options: ReadOptions) -> Iterator[Document]:
    """Read the one document of a file of subtitles. Raises InputError when there is no cue in it."""
    text, encoding = decode(source.data(), source.shown, options.encoding)
    account = Account()
    cues = list(cues_of(text, source.shown, account))
    if not text.strip():
        raise nothing_to_segment(source.shown)
    if not cues:
        raise InputError(
            _("{shown} holds no subtitles: no line in it reads 00:00:01,000 --> 00:00:03,000", shown=source.shown),
            path=source.shown,
        )
    yield cue_document(source.id, cues, encoding, not options.one_per_line, account)


def cues_of(text: str, shown: str, account: Account, repeated: set[int] | None = None) -> Iterator[Cue]:
    """Parse the cues of a file of subtitles, in order; a line with another speaker opens a new cue. `account` notes
    comments and what rolling captions repeat, and `repeated` gets the numbers of the lines that only repeat."""
    lines = [line.strip() for line in LINE_BREAK.split(text)]
    if len(lines) > 4 * MOST_PARAGRAPHS:
        raise too_long(shown)
    timings = [
        (number, match) for number, line in enumerate(lines) if line[:1].isdecimal() and (match := _TIMING.match(line))
    ]
    every: list[ShownLines] = []
    for (number, match), following in zip(timings, [*(n for n, __ in timings[1:]), len(lines)], strict=False):
        cells = match.groups()
        begin, end = _seconds(cells[:4]), _seconds(cells[4:8] if cells[7] else cells[8:])
        every.append(_shown_lines(begin, max(begin, end), lines, _payload(lines, number + 1, following)))
    if lines and lines[0].lstrip("\ufeff").startswith("WEBVTT"):
        for number, line in enumerate(lines[1:], start=2):
            if line.startswith("NOTE") and _ABOUT.match(line) and not lines[number - 2]:
                account.leave_out(N_("comments"), f"line {number}")
    speaker = ""
    for whole, (cue, repeats) in zip(every, unrolled(every), strict=True):
        if repeats:
            if repeated is not None:
                repeated.update(set(whole.numbers) - set(cue.numbers))
            account.leave_out(N_("repeated lines of rolling captions"), timecode(cue.begin))
        yield from split_at_turns(cue, speaker)
        speaker = cue.voices[-1] if cue.voices else ""


def _payload(lines: list[str], first: int, following: int) -> list[int]:
    """The numbers of the lines of a cue, without the next cue's number or name and without comments.

    An empty line inside a cue, which careless programs write, does not end it in SRT: only the line right before the
    next timing is that cue's number.
    """
    body = lines[first:following]
    if following < len(lines) and body and body[-1] and (body[-1].isdecimal() or not (len(body) == 1 or body[-2])):
        body = body[:-1]
    kept: list[int] = []
    comment = False
    for number, line in enumerate(body, start=first):
        behind_gap = bool(kept) and not lines[kept[-1]]
        comment = bool(line) and (comment or (_ABOUT.match(line) is not None and behind_gap))
        if not comment:
            kept.append(number)
    return kept


def _shown_lines(begin: float, end: float, lines: list[str], numbers: list[int]) -> ShownLines:
    """What the lines of a cue, which have these `numbers`, show, without their tags. Another voice
    in the same cue is marked as a turn."""
    voices: list[str] = []
    texts: list[str] = []
    seen: list[int] = []
    for number in numbers:
        line = lines[number]
        text = clean(html.unescape(TAG.sub("", line)))
        speaker = _SPEAKER.search(line)
        if speaker and speaker[1] not in voices[-1:]:
            voices.append(speaker[1])
            text = f">> {text}" if texts and text and not TURN.match(text) else text
        if text:
            texts.append(text)
            seen.append(number)
    return ShownLines(begin, end, tuple(texts), tuple(voices), tuple(seen))


def split_at_turns(cue: ShownLines, speaker: str = "") -> Iterator[Cue]:
    """Make the cue of some lines, or several when they are a dialogue (`- Where?` above `- Here.`). `speaker` is the
    voice of the cue before: the same one goes on."""
    turns: list[list[str]] = []
    at = 0
    for text in cue.lines:
        if not turns or _opens_turn(text) or (len(turns[-1]) < _MOST_LINES and _is_alone(" ".join(turns[-1]))):
            turns.append([])
        turns[-1].append(text)
    for number, turn in enumerate(turns):
        other = number == 0 and bool(cue.voices) and cue.voices[0] != speaker
        words = " ".join(turn)
        mark = TURN.match(words)
        words = words[mark.end() :] if mark else words
        alone = _is_alone(words)
        turned = other or mark is not None or alone or _opens_turn(words)
        yield Cue(cue.begin, cue.end, words, turned, alone, cue.numbers[at : at + len(turn)])
        at += len(turn)


def _opens_turn(text: str) -> bool:
    """Whether a line begins with the mark of another speaker, his name, a sound or a song."""
    opens = TURN.match(text) or _NAMED.match(text) or _SONG.match(text) or text.startswith(("[", "(", "（", "【"))
    return bool(opens)


def _is_alone(text: str) -> bool:
    """Whether the words are a sound (`[door closes]`, `♪`) or a credit."""
    return _SOUND.fullmatch(text) is not None or _CREDIT.match(text) is not None


def cue_document(id: str, cues: list[Cue], encoding: str, joined: bool, account: Account) -> Document:
    """The Document of some cues, which are `joined` into sentences or stand each by itself."""
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    marks: list[SourcePosition] = []
    at = 0
    before: Cue | None = None
    continues_sentence = _continues_sentence if _are_punctuated(cues) else _continues_in_small_letters(cues)
    for cue in cues:
        continues = joined and before is not None and continues_sentence(before, cue, at - paragraphs[-1].start)
        if before is not None:
            gap = " " if continues else GAP
            pieces.append(gap)
            at += len(gap)
        marks.append(SourcePosition(at, f"{timecode(cue.begin)} --> {timecode(cue.end)}"))
        pieces.append(cue.text)
        start = paragraphs.pop().start if continues else at
        at += len(cue.text)
        paragraphs.append(Paragraph(start, at, "cue"))
        before = cue
    account.read = len(paragraphs)
    return Document(id, "".join(pieces), tuple(paragraphs), None, encoding, tuple(marks), account)


def _continues_sentence(before: Cue, cue: Cue, length: int) -> bool:
    """Whether `cue` continues the sentence of the cue before it, which has `length` characters so far."""
    if cue.turn or before.alone or _ENDS.search(before.text) or length > _LONGEST:
        return False
    return cue.begin - before.end < _PAUSE or cue.text[:1].islower()


def _are_punctuated(cues: list[Cue]) -> bool:
    """Whether full stops show where sentences end. A file of one sentence may have only the last one."""
    spoken = [cue for cue in cues if not (cue.alone or _SONG.match(cue.text))]
    stops = sum(_STOPS.search(cue.text) is not None for cue in spoken)
    return stops >= max(1, _PUNCTUATED * len(spoken))


def _continues_in_small_letters(cues: list[Cue]) -> Callable[[Cue, Cue, int], bool]:
    """What `_continues_sentence` is for captions without punctuation: their capitals, if they have any, show where
    sentences begin."""
    cased = any(cue.text[:1].isupper() for cue in cues) and not all(cue.text.isupper() for cue in cues)

    def continues(before: Cue, cue: Cue, length: int) -> bool:
        if not cased or cue.turn or before.alone or _ENDS.search(before.text) or length > _LONGEST_UNPUNCTUATED:
            return False
        return cue.text[:1].islower() and cue.begin - before.end < _PAUSE

    return continues


def _seconds(cells: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (cell or "0" for cell in cells)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")


def timecode(seconds: float) -> str:
    """Seconds → `00:01:02.500`, as WebVTT writes it."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}.{thousandths:03d}"
