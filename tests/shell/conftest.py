"""What the tests of the shell share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_cache():
    """The cache outlives a test's transaction: begin and end without it."""
    cache.clear()
    yield
    cache.clear()
