package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Version is a value of the Intercom-Version header. Versions are ordered as
// Intercom published them; they are not semantic versions.
type Version string

// DefaultVersion is the version that Parley speaks unless told otherwise.
const DefaultVersion Version = "2.9"

// Preview is the moving version that holds what is not dated yet.
const Preview Version = "Preview"

// macrosVersion is asked of the macro calls, whatever the client's version:
// no older one has them.
const macrosVersion Version = "2.16"

// oldestKnown is the first version whose shapes this package was written for.
const oldestKnown Version = "2.7"

// versions is the published list of the header, oldest first.
var versions = []Version{
	"1.0", "1.1", "1.2", "1.3", "1.4",
	"2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9",
	"2.10", "2.11", "2.12", "2.13", "2.14", "2.15", "2.16", Preview,
}

// ErrVersion says that something needs another API version than the client's.
var ErrVersion = errors.New("not in this API version")

// Versions returns every version that can be selected, oldest first.
func Versions() []Version { return slices.Clone(versions) }

// ParseVersion returns the version named s, or a *FieldError that lists what
// is allowed. Case does not matter.
func ParseVersion(s string) (Version, error) {
	for _, v := range versions {
		if strings.EqualFold(string(v), s) {
			return v, nil
		}
	}
	return "", &FieldError{
		Field:   "api_version",
		Problem: fmt.Sprintf("%q is not a version of Intercom's API; allowed are 1.0 to 1.4, 2.0 to 2.16 and Preview", s),
	}
}

// Before reports whether v is older than other. An unknown version is older
// than every other.
func (v Version) Before(other Version) bool {
	return slices.Index(versions, v) < slices.Index(versions, other)
}

// Warning returns a sentence for a version with which Parley may misread
// answers, and "" for the others.
func (v Version) Warning() string {
	switch {
	case v.Before(oldestKnown):
		return fmt.Sprintf("API version %s is older than %s: answers may have other shapes, and some things may not be shown.", v, oldestKnown)
	case v == Preview:
		return "API version Preview changes without notice: some things may not be shown."
	default:
		return ""
	}
}

// Feature is something that only some versions have: those from From on, and
// none after Until where that is set.
type Feature struct {
	Name        string
	From, Until Version
}

// The features that differ between the versions Parley selects.
var (
	FeatureLinkedObjects      = Feature{Name: "linked objects", From: "2.10"}
	FeatureConvert            = Feature{Name: "converting a conversation to a ticket", From: "2.10"}
	FeatureRunAssignmentRules = Feature{Name: "running assignment rules", From: "2.0", Until: "2.11"}
	FeatureAIAgent            = Feature{Name: "AI agent details", From: "2.11"}
	FeatureContactCreatedAt   = Feature{Name: "created_at on a contact's reply", From: "2.11"}
	FeatureTitle              = Feature{Name: "changing the title", From: "2.13"}
	FeatureFindByExternalID   = Feature{Name: "finding a contact by external id", From: "2.13"}
	FeatureQuickReplies       = Feature{Name: "quick replies", From: "2.14"}
	FeatureAwayReasons        = Feature{Name: "away reasons", From: "2.14"}
	FeatureCompany            = Feature{Name: "changing the company", From: "2.14"}
	FeatureSkipNotifications  = Feature{Name: "silent replies", From: "2.15"}
	FeatureMacros             = Feature{Name: "macros", From: "2.16"}
	FeatureFivePriorities     = Feature{Name: "five priorities", From: "2.16"}
	FeatureTicketState        = Feature{Name: "a ticket state when converting", From: "2.16"}
)

// Has reports whether the version has the feature.
func (v Version) Has(f Feature) bool {
	return !v.Before(f.From) && (f.Until == "" || !f.Until.Before(v))
}

// Require returns nil where the version has the feature, else a
// *VersionError.
func (v Version) Require(f Feature) error {
	if v.Has(f) {
		return nil
	}
	return &VersionError{Feature: f, Version: v}
}

// VersionError says that a feature is not in the selected version. It is
// [ErrVersion], and nothing was sent.
type VersionError struct {
	Feature Feature
	Version Version
}

// Error names the feature and the versions that have it.
func (e *VersionError) Error() string {
	if e.Feature.Until != "" && e.Feature.Until.Before(e.Version) {
		return fmt.Sprintf("API version %s or earlier is needed for %s, and %s is selected", e.Feature.Until, e.Feature.Name, e.Version)
	}
	return fmt.Sprintf("API version %s or later is needed for %s, and %s is selected", e.Feature.From, e.Feature.Name, e.Version)
}

// Is makes a VersionError match ErrVersion.
func (e *VersionError) Is(target error) bool { return target == ErrVersion }
