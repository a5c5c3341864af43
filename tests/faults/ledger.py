"""An account of which backups a root should hold, kept beside the program: its rules are those of docs/reference.md, reckoned
here once more."""

import dataclasses
import datetime

DAY = datetime.timedelta(days=1)


@dataclasses.dataclass
class Entry:
    name: str
    started: datetime.datetime
    finished: datetime.datetime
    modified: datetime.datetime
    status: str  # complete, partial
    subject: str
    digest: dict  # by file: of its bytes
    truth: dict  # by collection: its documents, or what is known of them
    made_after: datetime.datetime | None = None
    is_flipped: bool = False  # a byte of a file is another one: only reading finds it
    is_truncated: bool = False  # a file has another size: the listing finds it
    is_headless: bool = False  # its manifest cannot be read
    has_stranger: bool = False

    @property
    def listed(self):
        return "damaged" if self.is_truncated or self.is_headless else self.status

    @property
    def is_sound(self):
        return not (self.is_flipped or self.is_truncated or self.is_headless or self.has_stranger)

    @property
    def order(self):
        """The newer, the larger."""
        return self.modified if self.is_headless else self.started

    def is_misdated(self, now):
        """A clock was far ahead: it counts for no rule."""
        return not self.is_headless and max(self.started, self.finished) > now + DAY

    def age(self, now):
        if self.is_headless:
            return now - self.modified
        last = max(self.modified, self.finished)
        if self.made_after and self.made_after <= now:
            last = max(last, self.made_after)
        return now - last


@dataclasses.dataclass
class Rules:
    days_to_keep: int = 4
    keep_at_least: int = 3
    keep_weekly: int = 2
    keep_monthly: int = 3

    def words(self):
        for name, value in vars(self).items():
            head, *tail = name.split("_")
            yield from ("--" + head + "".join(word.title() for word in tail), str(value))


def day_of_name(name):
    day, month, year = name.split("_")[:3]
    return datetime.datetime.strptime(f"{day.rstrip('sthndr')} {month} {year}", "%d %b %Y").date()


def week_of(day):
    return day.isocalendar()[:2]


def month_of(day):
    return day.year, day.month


class Ledger:
    def __init__(self, rules):
        self.rules = rules
        self.entries = {}

    def add(self, entry):
        later = [other.started for other in self.entries.values() if not other.is_headless and other.started > entry.started]
        entry.made_after = max(later, default=None)
        self.entries[entry.name] = entry

    def _believed(self, now):
        """Time counts up to half of the days to keep after the start of the newest backup, from two days to a week."""
        starts = [entry.started for entry in self.entries.values() if not entry.is_headless and not entry.is_misdated(now)]
        if not starts:
            return now
        span = min(max(self.rules.days_to_keep * DAY / 2, 2 * DAY), 7 * DAY)
        return min(now, max(starts) + span)

    def kept(self, now):
        """The names of those that a clean-up leaves."""
        entries = sorted(self.entries.values(), key=lambda entry: entry.order, reverse=True)
        doubt = now - self._believed(now)
        limit = self.rules.days_to_keep * DAY
        kept = {entry.name for entry in entries if entry.age(now) - doubt <= limit + datetime.timedelta(seconds=1)}
        kept |= {entry.name for entry in entries if entry.has_stranger or entry.is_misdated(now)}
        subjects = {entry.subject for entry in entries if not entry.is_headless}

        def subject(entry):
            # A manifest that cannot be read may be of any subject, unless there is only one.
            return entry.subject if not entry.is_headless else next(iter(subjects)) if len(subjects) == 1 else None

        for one in {subject(entry) for entry in entries}:
            own = [entry for entry in entries if subject(entry) == one and not entry.is_misdated(now)]
            complete = [entry for entry in own if entry.listed == "complete"]
            partial = [entry for entry in own if entry.listed == "partial"]
            damaged = [entry for entry in own if entry.listed == "damaged"]
            kept |= {entry.name for entry in complete[:self.rules.keep_at_least]}
            if not complete:
                kept |= {entry.name for entry in (partial or damaged)[:1]}
            kept |= self._by_calendar(complete, week_of, self.rules.keep_weekly)
            kept |= self._by_calendar(complete, month_of, self.rules.keep_monthly)
        return kept

    @staticmethod
    def _by_calendar(complete, period, count):
        complete = sorted(complete, key=lambda entry: (day_of_name(entry.name), entry.order), reverse=True)
        kept, periods = set(), set()
        for entry in complete:
            one = period(day_of_name(entry.name))
            is_oldest = entry is complete[-1]
            if len(kept) < count and (one not in periods or is_oldest):
                kept.add(entry.name)
            periods.add(one)
        return kept

    def forget(self, names):
        for name in names:
            del self.entries[name]

    def health(self, now):
        """The exit code of `health`: of whole backups, by what the listing finds."""
        entries = sorted((entry for entry in self.entries.values() if not entry.is_misdated(now)), key=lambda entry: entry.order)
        complete = [entry for entry in entries if entry.listed == "complete" and entry.subject == "all"]
        newest = complete[-1] if complete else None
        if any(entry.listed == "damaged" and (newest is None or entry.order > newest.order) for entry in entries):
            return 4
        return 0 if newest and now - newest.finished <= datetime.timedelta(hours=26) else 3
