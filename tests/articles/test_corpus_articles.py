"""The files in corpus/articles are read to the letter: their gold facts count in these characters."""

import hashlib
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from factextract.articles import Article, read_articles

FOLDER = Path(__file__).parents[2] / "corpus" / "articles"


class Expected(NamedTuple):
    title: str | None
    published: date
    source: str | None
    first: str
    last: str
    paragraphs: int
    sha256: str


EXPECTED: dict[str, Expected] = {
    "2023-11-18-border-market-feature.txt": Expected(
        None,
        date(2023, 11, 18),
        None,
        "You hear the market before",
        "it counts its change.",
        6,
        "a2c7811d865b1bedc0d2ca7b431feb16dabb58cf50926e3e908e5bb5e2b4f71b",
    ),
    "bank-rate-decision.md": Expected(
        "Bank trims rates to 4.75pc but says Budget will keep inflation higher",
        date(2024, 11, 8),
        "The Morning Sentinel",
        "Mortgage holders won a second",
        "on February 6, 2025.",
        8,
        "c3b364db8f650f48db5f2d624d5726dcc8cb4b5a8675f6606f646393310e10c8",
    ),
    "carmaker-third-quarter": Expected(
        "Marlowe pulls forecast as strike eats into third-quarter profit",
        date(2023, 10, 26),
        "Detroit Business Record",
        "LANSING, Mich. — Marlowe Motor",
        "on the Fortune 500.",
        9,
        "5bbca2e75c2ce6d94b1eb6d6ae516c5de2f4dbd7babd533e68c162e4b71fe2b1",
    ),
    "china-asean-trade.txt": Expected(
        "ASEAN becomes China's largest trading partner in H1",
        date(2020, 7, 14),
        "Xinlu News Agency",
        "NANNING, July 14 -- The",
        "Nanning in the autumn.",
        9,
        "f46664fe4d182a29f50774d157f4dc565903d2dbd8dc3e79f20cb4323cad5b21",
    ),
    "hurricane-toll-losses.html": Expected(
        "Ian's toll passes 100 as insurers brace for a record-chasing bill",
        date(2022, 10, 7),
        "Gulf Coast Sentinel",
        "FORT MYERS, Fla. — Nine",
        "a year, he said.",
        9,
        "6eb56e070ed42cc1383a644f9869528865dafee4e6dee742d2461d33c8279d6b",
    ),
    "guangxi-vietnam-border-trade": Expected(
        "Guangxi's trade with Vietnam hits new high",
        date(2019, 1, 22),
        "Guangxi Frontier News",
        "NANNING, Jan. 22 -- Foreign",
        "in the third quarter.",
        8,
        "51eb1ab3f0f00864082305ebea206af200083035645c04df373b925a5cb6adf0",
    ),
    "congo-measles-campaign": Expected(
        "Measles toll passes 6,000 in Congo as vaccinators run short of cash",
        date(2020, 1, 8),
        "Public Health Courier",
        "More than 6,000 people have",
        "at the August peak.",
        8,
        "9de9bc44f22d325f1755db80b5455a55f7a2679b71a3ef79cab58e6807ae2bc0",
    ),
    "merger-dated-steps.html": Expected(
        "Harrow and Delmar complete tie-up after Brussels and Beijing relent",
        date(2019, 11, 21),
        "The Lombard Gazette",
        "Harrow Pike completed its long-delayed",
        "operations chief, Paul Adeyemi.",
        7,
        "3739ab950dc7a8d5defe078b97e6cabb1f39d12601c9963f8872a8ae39e088f5",
    ),
    "rcep-negotiation-chronology.md": Expected(
        "RCEP: a timeline, from first idea to full membership",
        date(2023, 6, 3),
        "Asia Trade Chronicle",
        "With its entry into force",
        "its entry into force.",
        14,
        "6780c79be11d0842f41b0c624c98a7e57fe90fa8bbdf9039dadd5bae3a4399b2",
    ),
    "us-jobs-report.html": Expected(
        "U.S. payrolls leap by 517,000 in January; jobless rate at 53-year low",
        date(2023, 2, 3),
        "Continental Wire",
        "WASHINGTON, Feb 3 (Continental Wire)",
        "been closer to 250,000.",
        9,
        "6d946e0356a431f514e85bbdeef8d5084847963c82f650162c922efd9c2930e4",
    ),
    "vietnam-rice-prices.txt": Expected(
        "Rice shipments grow in volume, shrink in value",
        date(2025, 3, 7),
        None,
        "Can Tho (MNA) – More",
        "percent from 2023, respectively.",
        7,
        "51940e972ff6c362191e728ad5a478cb3dc06a597242f09a14dcb0f4caad408d",
    ),
}


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    items = list(read_articles([FOLDER]))
    assert all(isinstance(item, Article) for item in items), items
    return {item.id: item for item in items if isinstance(item, Article)}


def test_there_are_eleven_articles_in_ten_files(articles: dict[str, Article]) -> None:
    assert list(articles) == list(EXPECTED)
    assert len([path for path in FOLDER.iterdir() if not path.name.startswith(".")]) == 10


@pytest.mark.parametrize("name", EXPECTED)
def test_an_article_is_read_to_the_letter(articles: dict[str, Article], name: str) -> None:
    article, expected = articles[name], EXPECTED[name]
    assert article.title == expected.title
    assert article.published == expected.published
    assert article.source == expected.source
    assert article.text.startswith(expected.first)
    assert article.text.endswith(expected.last)
    assert article.text.count("\n\n") + 1 == expected.paragraphs
    assert hashlib.sha256(article.text.encode()).hexdigest() == expected.sha256


@pytest.mark.parametrize(
    "furniture",
    [
        "Related",
        "Most read",
        "Sign up",
        "cookies",
        "Comments",
        "Copyright",
        "©",
        "Skip to",
        "Photo:",
        "Tags:",
        "Sanibel causeway:",
    ],
)
def test_what_stands_around_the_stories_is_not_in_them(articles: dict[str, Article], furniture: str) -> None:
    pages = [article for article in articles.values() if article.id.endswith(".html")]
    assert len(pages) == 3
    assert not [page.id for page in pages if furniture in page.text]
    assert any(furniture in path.read_text("cp1252") for path in FOLDER.glob("*.html"))
