"""A walk through setting a server up, and the help for whoever runs it."""

from tests.browser.walks import Walk


async def test_a_walk_through_set_up_and_help(walk: Walk) -> None:
    await walk.look_as("mo")
    await walk.enter("practice")
    await walk.command("setup")
    await walk.sees("Set up this server")
    menu = walk.page.locator("#channel-message-list .preview-select").first
    await menu.locator(".select-trigger").click()
    await menu.locator(".select-option").filter(has_text="practice").click()
    await walk.sees("Practice channel #practice: I have all I need.")
    await walk.picture()
    await walk.command("help")
    await walk.sees("Practise interviews here")
    await walk.press("I run this server")
    await walk.sees("In five minutes people here can practise")
    await walk.picture()
    await walk.command("help", topic="/question import")
    await walk.sees("For moderators: people with Manage Server")
    walk.satisfied()
