"""Stored digests as files: a page, Markdown, a book, a feed. Pure functions of the model.

FORMATS            what people type, and what it means
Export             what is to become a file
ExportFormat       what a digest can be had as
export_offered     ask which file is wanted
exported           hand over digests as a file
nothing_to_export  say that none of a chat's digests told anything
render             the digests as a file
"""

from __future__ import annotations

from bot.messages.exports.rendering import FORMATS, Export, ExportFormat, render
from bot.messages.exports.replies import export_offered, exported, nothing_to_export

__all__ = [
    "FORMATS",
    "Export",
    "ExportFormat",
    "export_offered",
    "exported",
    "nothing_to_export",
    "render",
]
