"""Published models in closed form: what the general engine must reproduce."""

from __future__ import annotations
