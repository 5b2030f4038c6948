import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Files with messages, and messages to people without an account; the old code may serve meanwhile."""

    dependencies = [
        ('notifications', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enclosure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('media_type', models.CharField(max_length=100)),
                ('content', models.BinaryField()),
            ],
            options={
                'verbose_name': 'enclosure',
                'verbose_name_plural': 'enclosures',
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='address',
            field=models.EmailField(blank=True, max_length=254, verbose_name='mail'),
        ),
        migrations.AddField(
            model_name='message',
            name='name',
            field=models.CharField(blank=True, max_length=200, verbose_name='name'),
        ),
        migrations.AddField(
            model_name='message',
            name='sealed',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='message',
            name='enclosures',
            field=models.ManyToManyField(blank=True, related_name='messages', to='notifications.enclosure', verbose_name='enclosures'),
        ),
        migrations.AlterField(
            model_name='message',
            name='user',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('user__isnull', False)), models.Q(('user__isnull', True), models.Q(('address', ''), _negated=True)), _connector='OR'), name='message_to_a_person_or_an_address'),
        ),
    ]
