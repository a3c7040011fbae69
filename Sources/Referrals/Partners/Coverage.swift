/// Which children a partner is responsible for.
package enum Coverage: Sendable, Hashable {
    case everything
    case listed(areas: Set<AreaCode>, schools: Set<SchoolURN>, organisations: Set<ODSCode>)

    /// Whether it covers a child: where the child lives, was found, goes to school or to the doctor.
    func covers(_ child: Child) -> Bool {
        switch self {
        case .everything:
            return true
        case .listed(let areas, let schools, let organisations):
            let lives = [child.address?.value?.area, child.foundIn].compactMap(\.self)
            return lives.contains { areas.contains($0) }
                || child.school?.value?.urn.map { schools.contains($0) } ?? false
                || child.generalPractice?.value?.ods.map { organisations.contains($0) } ?? false
        }
    }
}
