from django.db import migrations
from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat


def name_texts(apps, schema_editor):
    """Openings from before name the text that they fixed, as new ones do."""
    name = Concat(Value("p"), Cast(OuterRef("petition_id"), CharField()), Value("-text"))
    texts = apps.get_model("proof", "Document").objects.filter(name=name)
    openings = apps.get_model("proof", "Leaf").objects.filter(kind="open", document=None)
    openings.update(document=Subquery(texts.values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("proof", "0004_wards")]

    operations = [migrations.RunPython(name_texts, migrations.RunPython.noop)]
