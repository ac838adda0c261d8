"""The engine that answers, as in the tests of search."""

from tests.search.conftest import engine  # noqa: F401 - a fixture
