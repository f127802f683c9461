"""What a clerk is told when a file of ward outlines is refused."""

from django.utils.translation import gettext as _

from undersigned.pure.geo.boundaries import LARGEST, POINTS, WIDEST, BadBoundaries


def words_of(refused: BadBoundaries) -> str:
    """Why the file was refused and what to do, in one or two sentences."""
    where = {"ward": refused.where}
    words = {
        "large": _("The file is larger than %(limit)d kB. Simplify the outlines first.")
        % {"limit": LARGEST // 1000},
        "json": _("This is not a GeoJSON file."),
        "collection": _(
            "The file must hold a GeoJSON FeatureCollection with one feature for each ward."
        ),
        "crs": _("The file must use longitude and latitude (WGS 84). Export it again so."),
        "name": _("Each feature needs one property “name” that holds the ward’s name."),
        "twice": _("“%(ward)s” stands there twice. Join its parts into one feature.") % where,
        "geometry": _("The outline of “%(ward)s” is neither a Polygon nor a MultiPolygon.") % where,
        "ring": _("A line around “%(ward)s” does not close, or encloses nothing.") % where,
        "position": _("A point of “%(ward)s” is not longitude and latitude.") % where,
        "degrees": _(
            "A point of “%(ward)s” is not in degrees of longitude and latitude. Export the file as WGS 84."
        )
        % where,
        "points": _("The outlines have more than %(limit)d points. Simplify them first.")
        % {"limit": POINTS},
        "wide": _("The wards lie more than %(limit)d degrees apart. Is this the right file?")
        % {"limit": WIDEST},
        "unknown": _("“%(ward)s” is not one of the council’s wards.") % where,
        "missing": _("The file holds no outline of “%(ward)s”.") % where,
    }
    return words[refused.code]
