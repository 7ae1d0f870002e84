"""The journal through the control API; what it holds is read in the loop that writes it."""

from typing import Any

from anyio import to_thread

from handlers.errors import NotFound
from kulis.backstage import Backstage
from kulis.har import har
from kulis.journal_data import summary, whole


async def list_journal_entries(
    backstage: Backstage, after: int | None = None, limit: int = 100, wait: int = 0
) -> dict[str, Any]:
    """Entries after a number, or the last ones; `wait` is for how many seconds to wait until there is one."""
    journal = backstage.journal
    if after is not None and after > journal.last:
        # The number is of a run that has ended: everything in this one is news.
        after = 0
    if wait:
        await journal.wait(journal.last if after is None else after, wait)
    entries = [summary(entry) for entry in journal.page(after, limit)]
    workers = backstage.settings.workers
    return {"run": journal.run, "last": journal.last, "workers": workers, "entries": entries}


async def get_journal_entry(backstage: Backstage, number: int) -> dict[str, Any]:
    """An entry with its headers and bodies."""
    entry = backstage.journal.entry(number)
    if entry is None:
        kept = backstage.journal.entries
        there = f"those kept go from {kept[0].number} to {kept[-1].number}" if kept else "it is empty"
        raise NotFound(f"The journal has no entry {number}; {there}")
    return whole(entry)


async def clear_journal(backstage: Backstage) -> dict[str, Any]:
    """Forget all entries; the numbers go on."""
    backstage.journal.clear()
    return {"last": backstage.journal.last}


async def export_journal(backstage: Backstage) -> dict[str, Any]:
    """All entries as an HTTP Archive."""
    # A thousand entries take a while to lay out, and requests must not wait for it.
    return await to_thread.run_sync(har, tuple(backstage.journal.entries))
