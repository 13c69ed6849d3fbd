#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <hb.h>
#include <hb-ot.h>
#include <fontconfig/fontconfig.h>

/* GObject's casts are macros. */
static inline PangoFcFontMap *handbill_fc_font_map(PangoFontMap *map) { return PANGO_FC_FONT_MAP(map); }

/* Bit-fields, as plain answers. */
static inline int handbill_may_break_before(const PangoLogAttr *attribute) { return attribute->is_line_break; }
