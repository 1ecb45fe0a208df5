"""What is set aside because it looks automated, and above all what is not. All of it invented."""

import pytest

from helpdesk.automation import FASTEST_PERSON_SECONDS, looks_automated

SLOW = 120
PEOPLE = {
    "one word": "বাঁচান",
    "only a greeting": "আসসালামু আলাইকুম ভাই",
    "danger": "আমার বোনরে রিয়াদে একটা বাসায় আটকায়া রাখছে। মারে। ফোন নিয়া গেছে। বাঁচান আমার বোনরে!!!",
    "no stops": "আমার স্বামী দুই মাস ধরে ফোন ধরে না মালয়েশিয়া গেছিল দালালের নাম করিম টাকা নিছে চার লাখ",
    "shouting": "HELP ME PLEASE HELP ME I AM LOCKED IN A HOUSE IN JEDDAH THEY BEAT ME DAILY",
    "short English": "pls call me, no salary 5 month, kafil took passport",
    "romanised": "amar bhai saudi te ase, kofil beton dey na, iqama nai, police dhorle ki hobe",
    "romanised panic": "vai amare bachan ami r parci na ora amare marbe pls pls pls pls",
    "emoji": "😭😭😭 আমার মেয়ে 😭 কথা বলে না ৩ মাস 🙏🙏🙏",
    "numbers": "দালালের নাম্বার 01700000000, 01800000000, সৌদির নাম্বার +966500000000",
    "one link": "ei agency amar taka nise https://agency.example/office/12 apnara dekhen",
    "links as proof": (
        "dalal er page https://www.facebook.com/dalal.example ar video https://fb.watch/abc123/ "
        "whatsapp https://wa.me/8801700000000"
    ),
    "links in Bangla": (
        "এই দুইটা ওয়েবসাইটে টাকা দিছি, এখন কেউ ফোন ধরে না: https://visa-one.example/pay এবং "
        "https://visa-two.example/order?id=5 আমি গরিব মানুষ"
    ),
    "government links": (
        "I looked at https://visa.mofa.gov.sa/check and http://www.old.bmet.gov.bd/BMET/ but my "
        "visa is not there. Is it genuine?"
    ),
    "scam centre": "they took my brother to KK park, recruiter t.me link https://t.me/job_example",
    "dotted names": "Md.Rahim Mia, Vill.Char, P.S.Sadar, Dist.Manikganj. Agent: M/S.Karim&Co.",
    "signs": "salary < 800 SR, promised > 1200 SR [not paid] (3 months) a=b & c",
    "mixed": 'Amar wife Oman e, নাম সুমি (কাল্পনিক), last call 12/03, he said "no go home" ...',
    "copied message": "[12/03, 9:41 pm] Bhai: amake niye jao\n[12/03, 9:42 pm] Bhai: ora marche",
    "mail address": "amar email md.rahim@mail.example ar bhai er rahim2@mail.example",
    "long": "প্রতিদিন ভোর চারটা থেকে রাত একটা পর্যন্ত কাজ করায়, খেতে দেয় না। " * 60,
    "letters all over": "aaaaaaaaaa bachaaaaaaaan",
    "nothing": "",
}


def answers(**changes) -> dict:
    return {
        "problems": ["not_paid"],
        "is_minor": False,
        "asker_name": "",
        "code_word": "",
        "withhold": "",
        "upazila": "",
        "cover_sentence": "",
        "narrative": "",
        **changes,
    }


def judge(seconds: float = SLOW, honeypot: str = "", **changes) -> list[str]:
    return looks_automated(answers(**changes), seconds_since_start=seconds, honeypot=honeypot)


@pytest.mark.parametrize("story", PEOPLE.values(), ids=PEOPLE)
def test_people_are_never_set_aside_for_their_words(story):
    assert judge(narrative=story) == []


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("asker_name", "Md.Rahim"),
        ("asker_name", "মোঃ রহিম (কাল্পনিক)"),
        ("asker_name", "md.rahim@mail.example"),
        ("code_word", "শাপলা"),
        ("code_word", "www"),
        ("upazila", "B.Baria sadar"),
        ("withhold", "amar bhai Karim https://www.facebook.com/karim.example take bolben na"),
        ("cover_sentence", "ami shop theke bolchi"),
    ],
)
def test_nor_for_a_name_or_a_word(field, text):
    assert judge(**{field: text}) == []


def test_a_name_written_three_times_is_a_person():
    assert judge(asker_name="rahim", worker_name="rahim", narrative="rahim") == []


SPAM = {
    "links": (
        "Cheap pills https://pills.example/buy and casino http://casino.example/win now!!!",
        "several_links",
    ),
    "one shop twice": (
        "https://shop.example/a https://shop.example/b best price",
        "several_links",
    ),
    "www": ("www.loans.example www.bets.example", "several_links"),
    "look-alike": (
        "https://facebook.com.evil.example/x https://notfacebook.com/y login",
        "several_links",
    ),
    "decorated": ("ক খ https://a.example/1 https://b.example/2", "several_links"),
    "html": ('<a href="https://x.example">click</a>', "link_markup"),
    "html shouted": ("< A HREF='//x.example'>click</A>", "link_markup"),
    "bbcode": ("[url=https://x.example]best[/url]", "link_markup"),
    "bbcode link": ("[link]x.example[/link]", "link_markup"),
    "markdown": ("[best offer](https://x.example)", "link_markup"),
}


@pytest.mark.parametrize(("story", "rule"), SPAM.values(), ids=SPAM)
def test_spam_is_set_aside(story, rule):
    assert rule in judge(narrative=story)


@pytest.mark.parametrize("field", ["asker_name", "code_word", "worker_name"])
@pytest.mark.parametrize("text", ["https://x.example", "Anna www.x.example/?u=1"])
def test_an_address_for_a_name_is_set_aside(field, text):
    assert judge(**{field: text}) == ["link_for_a_name"]


def test_markup_counts_in_every_field():
    assert judge(withhold="[url=//x.example]x[/url]") == ["link_markup"]


def test_the_same_everywhere_is_set_aside():
    same = dict.fromkeys(("asker_name", "code_word", "withhold", "narrative"), "RobertTwese")
    assert judge(**same) == ["same_everywhere"]


def test_the_field_that_nobody_sees():
    assert judge(honeypot="x") == ["honeypot"]
    assert judge(honeypot=" \n") == []


def test_speed_alone_sets_aside_but_never_danger_or_a_child():
    fast = FASTEST_PERSON_SECONDS - 0.1
    assert judge(fast) == ["too_fast"]
    assert judge(FASTEST_PERSON_SECONDS) == []
    assert judge(fast, problems=["cheated", "danger"]) == []
    assert judge(fast, is_minor=True) == []


def test_speed_with_another_sign_counts_for_all():
    assert judge(1, honeypot="x", problems=["danger"]) == ["honeypot", "too_fast"]


@pytest.mark.parametrize(
    "story",
    ["[url" * 5000, "<a " * 7000, "https://" * 2500, "www." * 5000, "](http" * 4000, "ক" * 10**6],
)
def test_no_text_takes_long(story):
    from time import perf_counter

    begin = perf_counter()
    judge(narrative=story)
    assert perf_counter() - begin < 1


def test_missing_answers_are_no_error():
    assert looks_automated({}, seconds_since_start=SLOW, honeypot="") == []
