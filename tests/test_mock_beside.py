"""The mock in a process of its own, as `kulis test` has it without an address."""

from multiprocessing import Pipe

import httpx2
import pytest

from contract_tests.preflight import CouldNotRun
from kulis import mock_beside as module
from kulis.mock_beside import mock_beside


def test_the_mock_beside_answers_with_the_tokens_of_its_profile_and_ends_with_its_with() -> None:
    with mock_beside() as profile:
        token = profile.credential("viewer").token
        url = f"{profile.base_url}/gifts/gift-types"
        answer = httpx2.get(url, headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 200, answer.text
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(url)


def test_what_kept_the_mock_from_starting_is_said() -> None:
    receiving, sending = Pipe(duplex=False)
    sending.send("default.yaml: streams[3].creator: no user")

    with pytest.raises(CouldNotRun, match=r"The mock did not start: default.yaml: streams\[3\]"):
        module._profile_from(receiving)


def test_a_mock_that_ends_without_a_word_could_not_run() -> None:
    receiving, sending = Pipe(duplex=False)
    sending.close()

    with pytest.raises(CouldNotRun, match="ended without a word"):
        module._profile_from(receiving)
