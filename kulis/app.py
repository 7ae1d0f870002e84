"""The assembly: a world, a contract and the handlers become an ASGI app."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from connexion import ConnexionMiddleware
from connexion.middleware.security import SecurityMiddleware
from starlette.routing import Router
from starlette.types import ASGIApp

from contract_tests.contract import Contract, load_contract
from fixtures import World, load_world
from handlers import OPERATIONS
from handlers.services import Services
from kulis.backstage import Backstage
from kulis.bodies import BodyGate
from kulis.clock import Clock
from kulis.conformance import response_validation
from kulis.console import PATH as CONSOLE
from kulis.console import console_app
from kulis.control.app import PREFIX, ControlApi
from kulis.control.guard import Guard
from kulis.control.prefix import Prefixed
from kulis.demo import Opening, demo_routes
from kulis.docs import documentation_routes
from kulis.endpoints import Endpoints, endpoint_resolver
from kulis.faults.active import Faults
from kulis.faults.layer import FaultLayer
from kulis.faults.reading import rule_of_text, world_rules
from kulis.garbage import made_to_stay
from kulis.health import Health
from kulis.journal import Journal
from kulis.journal_layer import JournalLayer, Listed
from kulis.layers import DateHeader, EnvelopedCors, EnvelopedErrors, WholeRequests
from kulis.routing import ContractRouting
from kulis.security import BearerAuthentication, remembered_claims
from kulis.settings import Settings
from kulis.simulation.layer import UpToTheMoment
from kulis.simulation.running import Simulation
from kulis.specification import serve_document
from kulis.state import State, SteeredClock, Store, open_state
from kulis.validation import request_validation
from kulis.wishes import WishLayer


@dataclass(frozen=True)
class Mock:
    """A mock that is ready to be served, and what it is made of.

    `api` is what of the app answers the API alone, for an exchange that another app has begun.
    """

    app: ASGIApp
    api: ASGIApp
    settings: Settings
    contract: Contract
    services: Services
    store: Store
    clock: SteeredClock
    journal: Journal
    faults: Faults
    backstage: Backstage

    @property
    def world(self) -> World:
        """The world that is played now."""
        return self.backstage.world

    @property
    def simulation(self) -> Simulation:
        """What happens of itself."""
        return self.backstage.simulation

    def token(self, persona: str) -> str:
        """A sound token of a persona; UnknownPersona where the world has none of this name."""
        return self.backstage.token(persona)


@made_to_stay()
def create_mock(settings: Settings, contract: Contract | None = None) -> Mock:
    """Set up a mock, of Kulis's own contract unless told.

    Raises WorldError, ContractError, FaultError, SimulationError or StoreError.
    """
    contract = contract or load_contract()
    backstage, state = open_backstage(settings, contract)
    store, clock, services = backstage.store, backstage.clock, backstage.services
    journal, faults, simulation = backstage.journal, backstage.faults, backstage.simulation
    operations = _connexion(contract, services, store, settings, journal, faults)
    api = Listed(UpToTheMoment(operations, simulation), True)
    front = Router(
        [
            *documentation_routes(contract, lambda: (backstage.world, backstage.tokens)),
            *demo_routes(lambda: Opening(contract.base_path, backstage.world, backstage.tokens, store)),
        ],
        redirect_slashes=False,
        default=api,
    )
    # What is certainly the API's need not be looked for among the pages.
    paths = Prefixed(contract.base_path, api, Listed(front, False))
    app: ASGIApp = EnvelopedErrors(state.admit(paths), clock)
    app = EnvelopedCors(app, clock=clock, origins=settings.cors_origins)
    app = WholeRequests(JournalLayer(DateHeader(app, clock), journal, clock))
    app = Health(steered(app, backstage), store.problems)
    alone = EnvelopedErrors(state.admit(api), clock)
    return Mock(app, alone, settings, contract, services, store, clock, journal, faults, backstage)


def open_backstage(settings: Settings, contract: Contract) -> tuple[Backstage, State]:
    """A world and all that it is played with; raises what `create_mock` does of these."""
    own_clock = Clock(frozen_at=settings.frozen_at or settings.starts_at)
    with made_to_stay():
        world = load_world(settings.world, now=settings.loaded_at or own_clock.now(), seed=settings.seed)
        faults = _faults(settings, contract, world)
        state = open_state(settings, world, own_clock)
    journal = Journal({persona.user_id: persona.name for persona in world.personas})
    store, clock = state.store, state.clock
    simulation = Simulation(store, Services(store, clock, state.new_id), world.persona_ids)
    if settings.simulation_speed is not None:
        simulation.start(settings.seed, settings.simulation_speed)
    if settings.frozen_at is None and settings.starts_at is not None:
        clock.resume()
    backstage = Backstage(
        settings, contract, world, settings.seed, store, clock, state.new_id, journal, faults, simulation
    )
    return backstage, state


def steered(app: ASGIApp, backstage: Backstage) -> ASGIApp:
    """An app, and before it the control API of a backstage, and the console."""
    token = backstage.settings.control_token
    control = Guard(ControlApi(backstage), token)
    app = Prefixed(CONSOLE, DateHeader(console_app(token), backstage.clock), app)
    return Prefixed(PREFIX, DateHeader(control, backstage.clock), app)


def _faults(settings: Settings, contract: Contract, world: World) -> Faults:
    faults = Faults(settings.seed)
    for text in settings.faults:
        faults.add(rule_of_text(text, contract, [persona.name for persona in world.personas]), "command line")
    for rule in world_rules(world, contract):
        faults.add(rule, "world")
    return faults


def _connexion(
    contract: Contract,
    services: Services,
    store: Store,
    settings: Settings,
    journal: Journal,
    faults: Faults,
) -> ASGIApp:
    middlewares: list[Any] = [
        ContractRouting,
        partial(WishLayer, contract=contract, clock=services.clock),
        SecurityMiddleware,
        partial(FaultLayer, faults=faults, contract=contract, journal=journal, clock=services.clock),
        partial(BodyGate, contract=contract),
        partial(request_validation, contract=contract),
    ]
    if settings.validate_responses:
        middlewares.append(partial(response_validation, contract=contract))
    app = ConnexionMiddleware(
        Endpoints(),
        middlewares=middlewares,
        resolver=endpoint_resolver(contract, OPERATIONS, services, store.carry_out),
        security_map={
            "bearer": BearerAuthentication(
                services, store.carry_out, remembered_claims(settings.secret), strict=settings.strict_auth
            )
        },
    )
    serve_document(app, contract.document, contract.base_path)
    built: ASGIApp = app
    return built
