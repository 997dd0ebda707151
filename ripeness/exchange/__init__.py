"""Exchange: the record and what was decided about it as files for other tools, and back."""

from ripeness.exchange.plover import Event, plover
from ripeness.exchange.reading import Brought, read_exchange
from ripeness.exchange.writing import ALL, Content, Kind, targets, write_exchange

__all__ = ["ALL", "Brought", "Content", "Event", "Kind", "plover", "read_exchange", "targets", "write_exchange"]
