"""What the desk's pages show, composed of the stages' own reads."""

from undersigned.desk.queries.home import HomePage, home_page
from undersigned.desk.queries.petition import DeskPage, desk_page

__all__ = ["DeskPage", "HomePage", "desk_page", "home_page"]
