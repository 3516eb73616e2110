"""A class that a data model names is the project's, whatever the library has of that name."""

from __future__ import annotations

import pytest

from flake8_missing_import import find_missing_imports

DJANGO = "from django.db import models\nclass Post(models.Model):\n    "
SQLALCHEMY = "from sqlalchemy.orm import Mapped, relationship\nclass Post(Base):\n    "
SQLMODEL = "from sqlmodel import Relationship, SQLModel\nclass Post(SQLModel, table=True):\n    "


def statements(source: str) -> list[str]:
    return [str(one.statement) for one in find_missing_imports(source)]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(f"{DJANGO}x = models.ForeignKey(Thread, models.CASCADE)\n", id="foreign-key"),
        pytest.param(f"{DJANGO}x = models.OneToOneField(to=Thread)\n", id="keyword"),
        pytest.param(f"{DJANGO}x = models.ManyToManyField(Thread, through=Event)\n", id="through"),
        pytest.param(
            f"{DJANGO}x = models.ForeignKey('Thread', models.CASCADE)\n"
            "    def move(self, to: Thread): self.x = to\n",
            id="text",
        ),
        pytest.param(
            f"{DJANGO}x = models.ForeignKey('forum.Thread', models.CASCADE)\n"
            "    def move(self, to: 'Thread'): self.x = to\n",
            id="text-with-the-application",
        ),
        pytest.param(
            "from django.contrib import admin\nadmin.site.register(Thread)\n", id="admin-site"
        ),
        pytest.param(
            "from django.contrib import admin\n@admin.register(Thread)\n"
            "class ThreadAdmin(admin.ModelAdmin): pass\n",
            id="admin-decorator",
        ),
        pytest.param(
            "from django.shortcuts import get_object_or_404\n"
            "def view(request, pk): return get_object_or_404(Thread, pk=pk)\n",
            id="shortcut",
        ),
        pytest.param(
            "from django import forms\nclass ThreadForm(forms.ModelForm):\n    class Meta:\n"
            "        model = Thread\n",
            id="form",
        ),
        pytest.param(
            "from django.views.generic import ListView\nclass Threads(ListView):\n"
            "    model = Thread\n",
            id="view",
        ),
        pytest.param(
            "from django.db.models.signals import post_save\nfrom django.dispatch import receiver\n"
            "@receiver(post_save, sender=Thread)\ndef saved(sender, **kwargs): pass\n",
            id="signal",
        ),
        pytest.param(f"{SQLALCHEMY}x = relationship(Thread)\n", id="relationship"),
        pytest.param(f"{SQLALCHEMY}x = relationship(lambda: Thread)\n", id="lambda"),
        pytest.param(f"{SQLALCHEMY}x: Mapped[Thread] = relationship()\n", id="annotation"),
        pytest.param(
            f"{SQLALCHEMY}x: Mapped['list[Thread]'] = relationship()\n"
            "    def move(self, to: 'Thread'): self.x = to\n",
            id="text-in-an-annotation",
        ),
        pytest.param(
            "def threads(session): return session.query(Thread).all()\n", id="query-of-a-session"
        ),
        pytest.param(f"{SQLMODEL}x: list['Thread'] = Relationship()\n", id="list-of-a-text"),
        pytest.param(
            f"{SQLMODEL}x: Thread | None = Relationship(back_populates='posts')\n", id="union"
        ),
    ],
)
def test_model_of_the_project_is_no_class_of_the_library(source: str) -> None:
    assert statements(source) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            f"{SQLMODEL}x: List['Post'] = Relationship()\n",
            "from typing import List",
            id="generic-around-the-model",
        ),
        pytest.param(
            f"{SQLALCHEMY}x: Mapped[Decimal] = mapped_column()\n",
            "from decimal import Decimal",
            id="type-of-a-column",
        ),
        pytest.param(
            f"{DJANGO}x = models.ForeignKey('Post', models.CASCADE)\n"
            "    def run(self): Thread(target=self.save).start()\n",
            "from threading import Thread",
            id="another-model-in-a-text",
        ),
        pytest.param(
            f"{SQLALCHEMY}x = relationship('Post', order_by='Post.date')\n"
            "    day: Mapped[date] = mapped_column()\n",
            "from datetime import date",
            id="column-in-a-text",
        ),
        pytest.param(
            "class A:\n    model = Counter()\n",
            "from collections import Counter",
            id="instance-as-an-attribute",
        ),
        pytest.param(
            "from functools import singledispatch\n@singledispatch\ndef f(x): pass\n"
            "@f.register(Decimal)\ndef _(x): pass\n",
            "from decimal import Decimal",
            id="register-of-singledispatch",
        ),
        pytest.param(
            f"{DJANGO}x = models.ForeignKey('Post', models.CASCADE, verbose_name='Path')\n"
            "    def f(self): return Path(self.x).read_text()\n",
            "from pathlib import Path",
            id="other-text-of-a-field",
        ),
        pytest.param(
            f"{DJANGO}x = models.ForeignKey('Path', models.CASCADE)\n"
            "    def f(self): return Path(self.y).read_text()\n",
            "from pathlib import Path",
            id="name-of-a-model-and-of-a-class",
        ),
        pytest.param(
            f"{DJANGO}x: 'Path' = models.ForeignKey('Post', models.CASCADE)\n",
            "from pathlib import Path",
            id="annotation-of-another-field",
        ),
        pytest.param(
            f"{SQLALCHEMY}x: Mapped['Counter[Post]'] = relationship()\n"
            "    def f(self, x: 'Counter'): pass\n",
            "from collections import Counter",
            id="generic-in-a-text",
        ),
        pytest.param(
            f"{DJANGO}x = models.ForeignKey('Post', models.CASCADE, default=uuid4)\n",
            "from uuid import uuid4",
            id="default-of-a-field",
        ),
        pytest.param(
            f"{SQLALCHEMY}x = relationship('User', collection_class=OrderedDict)\n",
            "from collections import OrderedDict",
            id="collection-of-a-relationship",
        ),
        pytest.param(
            "def f(database):\n    database.query('SELECT Counter')\n    return Counter('a')\n",
            "from collections import Counter",
            id="text-of-a-query",
        ),
    ],
)
def test_what_is_beside_models_is_still_of_the_library(source: str, expected: str) -> None:
    assert expected in statements(source)
