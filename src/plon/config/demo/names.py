"""Names for people who do not exist: common first names and surnames, put together by chance."""

from random import Random

WOMEN = (
    "Anna", "Maria", "Katarzyna", "Małgorzata", "Agnieszka", "Barbara", "Ewa", "Krystyna",
    "Elżbieta", "Magdalena", "Joanna", "Zofia", "Monika", "Natalia", "Karolina", "Ola", "Julia",
    "Hanna", "Weronika", "Dorota",
)  # fmt: skip
MEN = (
    "Jan", "Piotr", "Krzysztof", "Andrzej", "Tomasz", "Paweł", "Marcin", "Michał", "Grzegorz",
    "Jerzy", "Adam", "Łukasz", "Zbigniew", "Marek", "Dariusz", "Kamil", "Mateusz", "Jakub",
    "Wojciech", "Rafał",
)  # fmt: skip
SURNAMES = (
    "Nowak", "Wójcik", "Kowalczyk", "Woźniak", "Mazur", "Krawczyk", "Kaczmarek", "Zając", "Król",
    "Wróbel", "Wieczorek", "Stępień", "Dudek", "Pawlak", "Sikora", "Baran", "Szewczyk", "Pietrzak",
    "Duda", "Walczak", "Sroka", "Wilk", "Lis", "Zięba", "Kubiak", "Kozioł", "Gajda", "Jeż", "Maj",
    "Kot",
)  # fmt: skip
MARK = "(demo)"  # behind every surname, so that nobody takes them for people


def person(chance: Random, *, women: float) -> tuple[str, str]:
    """Return first name and marked surname; `women`: their share among the customers."""
    first = WOMEN if chance.random() < women else MEN
    return chance.choice(first), f"{chance.choice(SURNAMES)} {MARK}"
