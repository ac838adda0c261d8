import pytest

from intranet.organisation import actions
from intranet.roles import Role
from tests.factories import AgentFactory


@pytest.fixture
def admin(db):
    return AgentFactory(username="chef-admin", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def send(admin, tmp_path):
    """`send(content)`: the file, received, read with its guessed columns and compared."""

    def run(content: bytes, *, by=None, mapping=None, with_units=True, sheet=""):
        path = tmp_path / "file"
        path.write_bytes(content)
        found = actions.receive(by=by or admin, path=path, name="agents.csv")
        if sheet:
            found = actions.choose_sheet(by=by or admin, hr_import=found, sheet=sheet)
        actions.map_columns(by=by or admin, hr_import=found, mapping=mapping or found.mapping, with_units=with_units)
        actions.read(hr_import=found.pk)
        actions.compare(hr_import=found.pk)
        found.refresh_from_db()
        return found

    return run


@pytest.fixture
def apply(admin):
    """`apply(found)`: applied now."""

    def run(found, *, only_correct=False, leavers=None):
        actions.start_applying(by=admin, hr_import=found, only_correct=only_correct, leavers_confirmed=leavers)
        actions.apply(hr_import=found.pk)
        found.refresh_from_db()
        return found

    return run
