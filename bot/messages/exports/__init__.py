"""Stored digests as files: a page, Markdown, a book, a feed. Pure functions of the model."""

from __future__ import annotations

from bot.messages.exports.rendering import FORMATS, Export, ExportFormat, render

__all__ = ["FORMATS", "Export", "ExportFormat", "render"]
