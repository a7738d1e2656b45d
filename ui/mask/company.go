package mask

import (
	"slices"
	"strings"
	"unicode"

	"parley/api"
)

// Companies masks companies.
func (m *Mask) Companies(list []api.Company) []api.Company {
	if !m.On() {
		return list
	}
	out := make([]api.Company, len(list))
	for i := range list {
		out[i] = m.company(list[i])
	}
	return out
}

func (m *Mask) company(c api.Company) api.Company {
	c.Name, c.CompanyID, c.Website = m.Company(c.Name), m.Code(c.CompanyID), m.Website(c.Website)
	c.CustomAttributes = m.Attributes(c.CustomAttributes)
	return c
}

// Website masks the address of a company: its host too, whoever it belongs to.
func (m *Mask) Website(s string) string {
	return m.masking(s, func(bool) string { return m.website(s) })
}

func (m *Mask) website(s string) string {
	if host := hostOf(s); host != "" {
		m.known.domains[host] = true
	}
	return m.link(s)
}

// hostOf returns the host of a link, with or without its scheme.
func hostOf(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	if i := strings.IndexAny(s, "/?#:"); i >= 0 {
		s = s[:i]
	}
	return strings.TrimPrefix(strings.ToLower(s), "www.")
}

// Attributes masks the values of attributes that the workspace made up, whose
// meaning nobody knows: names, and what looks like a number or a place.
func (m *Mask) Attributes(list api.Attributes) api.Attributes {
	list = slices.Clone(list)
	for i := range list {
		list[i].Value = m.Attribute(list[i].Value)
	}
	return list
}

// Attribute masks one such value.
func (m *Mask) Attribute(s string) string {
	return m.masking(s, func(bool) string {
		out := m.text(s)
		if out == s && countDigits(s) > 0 && (countDigits(s) >= 5 || strings.ContainsFunc(s, unicode.IsLetter) && strings.ContainsAny(s, " -_")) && !date.MatchString(s) {
			return m.scrambled(s)
		}
		return out
	})
}
