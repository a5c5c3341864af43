"""All scenarios. A new one is a class in one of the files below, and a word in its list."""

from backup_scenarios import backup_scenarios
from keeping_scenarios import keeping_scenarios
from reading_scenarios import reading_scenarios
from shipping_scenarios import shipping_scenarios
from stage import stage_of


def scenario_of(context, kind):
    """Prepared once for all parts of a run; what was seen of it belongs to one part."""
    scenario = context.kept(kind, stage_of(context))
    scenario.forget_shapes()
    return scenario


def made(context, kinds):
    """One after the other: each is prepared when its turn comes."""
    for kind in kinds:
        if context.only in kind.name:
            yield scenario_of(context, kind)


def writing_scenarios(context):
    """What writes to this disk by itself."""
    return made(context, backup_scenarios() + keeping_scenarios())


def changing_scenarios(context):
    return made(context, backup_scenarios() + keeping_scenarios() + shipping_scenarios())


def all_scenarios(context):
    return made(context, backup_scenarios() + keeping_scenarios() + reading_scenarios() + shipping_scenarios())
