import Foundation
import Referrals

extension PartnerReading {
    /// The settings' clocks, as far as the file does not say otherwise.
    mutating func clocks(_ settings: Settings, _ calendar: WorkingCalendar) -> PartnerClocks {
        var limits = settings.limits
        let given: [(Clock, String?)] = [
            (.receipt, content.clocks?.receipt),
            (.acknowledgement, content.clocks?.acknowledgement),
            (.decision, content.clocks?.decision), (.outcome, content.clocks?.outcome),
            (.action, content.clocks?.action),
        ]
        for case (let clock, let text?) in given where !limits.set(clock, to: text) {
            note(
                "clocks.\(clock.rawValue)",
                "\"\(text)\" is not known. Expected \(ClockLimits.textExpected)."
            )
        }
        return PartnerClocks(calendar: calendar, limits: limits, ladder: ladder(settings.ladder))
    }

    private mutating func ladder(_ standard: Ladder) -> Ladder {
        var (stages, quiet) = (standard.stages, standard.quiet)
        if let text = content.escalation?.steps {
            if let read = LadderSteps.read(text) {
                stages = read
            } else {
                note(
                    "escalation.steps",
                    "\"\(text)\" is not known. Expected \(LadderSteps.textExpected)."
                )
            }
        }
        if let text = content.escalation?.quiet {
            quiet = QuietHours(text)
            if quiet == nil, text != "off" {
                note(
                    "escalation.quiet",
                    "\"\(text)\" is not known. Expected hours such as 19:00-07:00, or off."
                )
            }
        }
        return Ladder(stages: stages, quiet: quiet)
    }
}
