"""Every operation of the control API, with the function that carries it out."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from kulis.control import clock, faults, journal, personas, running, simulation, snapshots, state

Handler = Callable[..., Any]
"""`handler(backstage, **arguments)`: returns plain data, or Created; raises a refusal."""

OPERATIONS: Mapping[str, Handler] = MappingProxyType(
    {
        "getStatus": running.get_status,
        "reset": running.reset,
        "listWorlds": running.list_worlds,
        "useWorld": running.use_world,
        "listSnapshots": snapshots.list_snapshots,
        "saveSnapshot": snapshots.save_snapshot,
        "restoreSnapshot": snapshots.restore_snapshot,
        "deleteSnapshot": snapshots.delete_snapshot,
        "getClock": clock.get_clock,
        "freezeClock": clock.freeze_clock,
        "advanceClock": clock.advance_clock,
        "resumeClock": clock.resume_clock,
        "listPersonas": personas.list_personas,
        "issueToken": personas.issue_token,
        "listCollections": state.list_collections,
        "listDocuments": state.list_documents,
        "listJournalEntries": journal.list_journal_entries,
        "getJournalEntry": journal.get_journal_entry,
        "clearJournal": journal.clear_journal,
        "exportJournal": journal.export_journal,
        "getSimulation": simulation.get_simulation,
        "startSimulation": simulation.start_simulation,
        "pauseSimulation": simulation.pause_simulation,
        "resumeSimulation": simulation.resume_simulation,
        "stopSimulation": simulation.stop_simulation,
        "listFaults": faults.list_faults,
        "addFault": faults.add_fault,
        "clearFaults": faults.clear_faults,
        "removeFault": faults.remove_fault,
    }
)
