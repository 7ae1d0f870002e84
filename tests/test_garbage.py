"""What the collector has to do while requests are answered: nothing that a request leaves behind."""

import gc
import json
import subprocess
import sys
from textwrap import dedent

from kulis.garbage import put_in_place

PROGRAM = dedent(
    """
    import gc, json
    import httpx2
    from kulis.mock_target import serving_mock

    with serving_mock() as target, httpx2.Client() as client:
        token = target.profile.credential("viewer").header
        url = f"{target.profile.base_url}/live-stream/{target.profile.stream('active')}/viewers"
        ask = lambda: client.get(url, headers={"Authorization": token}).raise_for_status()
        ask()
        gc.collect()
        gc.disable()
        gc.set_debug(gc.DEBUG_SAVEALL)
        for _ in range(20):
            ask()
        gc.collect()
        left = [thing for thing in gc.garbage if isinstance(thing, dict) and "followersCount" in thing]
    print(json.dumps(len(left)))
    """
)


def test_nothing_of_an_answer_waits_for_the_collector() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    assert json.loads(ended.stdout) == 0, "answers hold themselves, and their viewers, once they are sent"


def test_what_takes_the_place_of_what_was_left_out_is_left_out_too() -> None:
    program = dedent(
        """
        import gc
        from kulis.garbage import leave_out_what_there_is, put_in_place
        with put_in_place():
            kept = [[number] for number in range(1000)]
        print(gc.get_freeze_count())
        leave_out_what_there_is()
        before = gc.get_freeze_count()
        with put_in_place():
            kept = [[number] for number in range(5000)]
        print(gc.get_freeze_count() - before > 3000)
        """
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ended.stdout.splitlines() == ["0", "True"]


def test_the_collector_works_again_when_all_is_in_place() -> None:
    with put_in_place():
        assert not gc.isenabled()

    assert gc.isenabled()
