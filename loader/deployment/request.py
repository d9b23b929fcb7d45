"""What a deployment is asked to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ComplexChoice = Literal["ask", "approve", "reject", "keep"]
"""`ask` asks on a terminal and leaves the policy's decisions elsewhere; `keep` never asks."""


@dataclass(frozen=True, slots=True)
class DeployRequest:
    """What was asked for on the command line; None where the default or the old file decides."""

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
    """Take types of the board file though sampled values lose by them."""
    with_subitems: bool = False
    """Deploy the board of its subitems too."""
    is_update: bool = False
    """Ask about nothing that is settled: relations rejected before, the name column's name."""
