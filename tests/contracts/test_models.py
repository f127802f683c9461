"""Foreign keys point back in a petition's life, and are hidden from the stage they point to."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Field, Model
from tests.contracts.support import height

MODELS = [model for model in apps.get_models() if model.__module__.startswith("undersigned.")]
IDS = [model._meta.label for model in MODELS]


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_its_keys_point_back_and_are_hidden_across_stages(model: type[Model]) -> None:
    fields = [*model._meta.fields, *model._meta.many_to_many]
    assert [words for field in fields if (words := fault_of(field, model._meta.app_label))] == []


@pytest.mark.parametrize("model", MODELS, ids=IDS)
def test_it_has_no_generic_foreign_key(model: type[Model]) -> None:
    assert model._meta.private_fields == []


def fault_of(field: "Field[object, object]", own: str) -> str:
    """What is wrong with a relation of a model of the app `own`; empty if nothing is."""
    if not field.is_relation:
        return ""
    target = field.related_model._meta
    return fault(field.name, own, target.app_label, hidden=field.remote_field.hidden)


def fault(name: str, own: str, target: str, *, hidden: bool) -> str:
    """As `fault_of`, from names alone."""
    if own == target:
        return ""
    if target in {"contenttypes", "sites"}:
        return f"{name} points to {target}: a generic or foreign table"
    if height(target) >= height(own):
        return f"{name} points ahead, from {own} to {target}"
    return "" if hidden else f'{name} points to {target} without related_name="+"'


def test_the_models_of_every_written_stage_were_looked_at() -> None:
    written = {config.label for config in apps.get_app_configs() if config.models_module}
    assert {model._meta.app_label for model in MODELS} >= written & {"councils", "petitions"}


@pytest.mark.parametrize(
    ("own", "target", "related_name", "words"),
    [
        ("petitions", "petitions", "parts", ""),
        ("petitions", "councils", "+", ""),
        ("petitions", "councils", "parts", 'key points to councils without related_name="+"'),
        ("councils", "petitions", "+", "key points ahead, from councils to petitions"),
        ("record", "contenttypes", "+", "key points to contenttypes: a generic or foreign table"),
    ],
)
def test_a_key_that_points_ahead_or_shows_is_found(
    own: str,
    target: str,
    related_name: str,
    words: str,
) -> None:
    assert fault("key", own, target, hidden=related_name == "+") == words


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
