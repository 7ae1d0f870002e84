"""What a command imports: nothing that is only needed to ask other servers."""

import subprocess
import sys
from textwrap import dedent


def printed_by(program: str) -> list[str]:
    """The lines that a program prints in an interpreter of its own."""
    ended = subprocess.run(
        [sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_a_module_that_is_put_off_is_imported_when_it_is_touched() -> None:
    told = printed_by(
        """
        import sys
        from kulis.importing import imported_quickly
        with imported_quickly():
            import requests
            print("requests.sessions" in sys.modules)
        print(requests.Session.__name__, "requests.sessions" in sys.modules)
        from requests import Session
        import requests as again
        print(Session is requests.Session is again.Session)
        """
    )
    assert told == ["False", "Session True", "True"]


def test_a_module_within_a_package_that_is_put_off_is_the_packages_own() -> None:
    told = printed_by(
        """
        from kulis.importing import imported_quickly
        with imported_quickly():
            import requests
        from requests.adapters import HTTPAdapter
        import requests.sessions
        print(HTTPAdapter is requests.adapters.HTTPAdapter is requests.sessions.HTTPAdapter)
        print(requests.adapters.__spec__.origin == requests.adapters.__file__)
        """
    )
    assert told == ["True", "True"]


def test_the_phases_begin_after_a_commands_imports() -> None:
    told = printed_by(
        """
        from kulis.importing import imported_quickly
        with imported_quickly():
            import kulis.test_command
        from contract_tests.contract import load_contract
        from contract_tests.levels import LEVELS
        from contract_tests.phases import run_phases
        from contract_tests.profile import Profile
        told = []
        run_phases(
            load_contract(), Profile("http://127.0.0.1:1/api/v1", "local"), credential=None,
            effort=LEVELS["quick"].phases, seed=1, seconds=2, judge=lambda exchange: [],
            before_each=lambda: told.append("begun"), tell=lambda phase, count: None,
        )
        print(told[0])
        """
    )
    assert told == ["begun"]


def test_a_class_of_a_module_that_is_put_off_is_the_class_itself_when_it_is_called() -> None:
    told = printed_by(
        """
        import sys
        from kulis.importing import imported_quickly
        with imported_quickly():
            from starlette.testclient import TestClient
        print(type(sys.modules["starlette.testclient"]).__name__)
        client = TestClient(None)
        from starlette.testclient import TestClient as Itself
        print(type(client) is Itself is not TestClient)
        """
    )
    assert told == ["_PutOff", "True"]


def test_the_mock_is_set_up_without_clients_for_other_servers() -> None:
    told = printed_by(
        """
        import sys
        from kulis.importing import imported_quickly
        with imported_quickly():
            import kulis.serve_command
        from kulis.app import create_mock
        from kulis.settings import Settings
        create_mock(Settings("default", 1))
        others = "faker", "httpx._client", "jinja2.environment", "requests.sessions"
        print([name for name in others if name in sys.modules])
        """
    )
    assert told == ["[]"]
