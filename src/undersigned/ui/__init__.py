"""The design system: tokens, components, base pages, the middleware every page needs.

Nouns: component, evidence mark, journey line, side by side.
Promises: works without JavaScript, in English and Spanish, in light, dark and print.
Never: has a model, or knows a stage.
"""
