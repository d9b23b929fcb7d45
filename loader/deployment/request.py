"""The options of a deployment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ComplexChoice = Literal["ask", "approve", "reject", "keep"]
"""`ask` asks on a terminal and otherwise leaves the policy's decisions; `keep` never asks."""


@dataclass(frozen=True, slots=True)
class DeployRequest:
    """The options of the command line; None if the default or the existing file decides."""

    board_id: int
    name: str
    table: str | None = None
    database: str | None = None
    schema: str | None = None
    batch_size: int | None = None
    max_workers: int | None = None
    complex_columns: ComplexChoice = "ask"
    take_over: bool = False
    use_item_term: bool = False
    accept_losses: bool = False
    """Accept the board file's types although sampled values lose content."""
    with_subitems: bool = False
    """Deploy the board of its subitems too."""
    is_update: bool = False
    """Do not ask about what is settled: relations rejected before, the name column's name."""
