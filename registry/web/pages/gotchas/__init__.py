"""What trips people up, written by us from facts: two tables of rules, those of the model before the provider's.

A rule gives a line or None. What counts most stands first; a page shows at most `MOST` lines, of which at most
`MOST_OF_PROVIDER` are the provider's.
"""

from collections.abc import Sequence

from registry.web.pages.gotchas import of_models, of_prices, of_providers
from registry.web.pages.gotchas.subject import Gotcha, Subject

__all__ = ["Subject", "gotchas"]

MOST, MOST_OF_PROVIDER = 6, 2

OF_MODEL: tuple[Gotcha, ...] = (
    of_models.unlisted,
    of_models.ends,
    of_models.not_open_to_all,
    of_models.batch_only,
    of_models.dedicated,
    of_models.fine_tuned,
    of_models.responses_only,
    of_prices.by_the_hour,
    of_prices.by_the_prompt,
    of_models.profile,
    of_models.no_temperature,
    of_models.no_system_message,
    of_prices.reasoning,
    of_models.vectors,
    of_prices.cache_writes,
    of_models.no_streaming,
    of_models.variant,
    of_prices.sound,
    of_prices.by_the_region,
    of_models.alias,
    of_models.prompt_is_smaller,
    of_models.pinned,
    of_prices.batches,
    of_prices.searches,
    of_models.prefix,
)
OF_PROVIDER: tuple[Gotcha, ...] = (
    of_providers.protocol,
    of_providers.answer_limit,
    of_providers.other_address,
    of_providers.own_file,
    of_providers.environment,
)


def gotchas(subject: Subject) -> tuple[str, ...]:
    """The lines that hold, in the order of the tables."""
    provider = _holding(OF_PROVIDER, subject)[:MOST_OF_PROVIDER]
    return (*_holding(OF_MODEL, subject)[: MOST - len(provider)], *provider)


def _holding(rules: Sequence[Gotcha], subject: Subject) -> list[str]:
    return [line for rule in rules if (line := rule(subject))]
