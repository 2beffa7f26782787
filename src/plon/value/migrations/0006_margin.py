from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("value", "0005_counted")]

    operations = [
        migrations.AddField(
            model_name="basis", name="margin_bp", field=models.PositiveIntegerField(null=True)
        ),
    ]
