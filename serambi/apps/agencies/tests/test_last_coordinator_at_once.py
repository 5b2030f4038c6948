"""Two coordinators who close each other's account at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from serambi.apps.accounts.models import User
from serambi.apps.agencies import services
from serambi.apps.agencies.errors import LastCoordinator
from serambi.apps.agencies.models import Role
from tests.cast import Cast


@pytest.mark.django_db(transaction=True)
def test_one_of_them_comes_second_and_is_refused(cast: Cast) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the SQLite of the tests lives in memory and has one connection")
    services.add_membership(cast.vera, organization=cast.dlh, role=Role.COORDINATOR, by=cast.rani)
    together = Barrier(2)

    def close(person: User, by: User) -> str:
        try:
            together.wait(timeout=10)
            services.deactivate_person(person, by=by)
        except LastCoordinator:
            return "refused"
        finally:
            connection.close()
        return "closed"

    with ThreadPoolExecutor(2) as pool:
        outcomes = [pool.submit(close, cast.vera, cast.rani), pool.submit(close, cast.rani, cast.vera)]
        assert sorted(outcome.result(timeout=20) for outcome in outcomes) == ["closed", "refused"]

    assert User.objects.filter(pk__in=[cast.rani.pk, cast.vera.pk], is_active=True).count() == 1
