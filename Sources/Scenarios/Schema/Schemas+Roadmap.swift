extension Schemas {
  /// A step of a roadmap that is to be validated.
  static let plannedStep = RecordSchema(
    "planned_step",
    "A step of a roadmap that is to be validated: a change and its level, or values to set.",
    PlannedStep(),
    [
      Field("title", \.title, .text, "What is done, in words; the change's title if left out."),
      Field(optional: "change", \.change, .text, "The entry of changes that it makes, by name."),
      Field(
        optional: "level",
        \.level,
        .positive,
        "The level that the change is brought to: 1 unless said."
      ),
      Field("set", \.settings, .settings, "Paths and the values that they get, as with --set."),
      Field(
        optional: "reaches",
        \.reaches,
        .text,
        "The tier at which every target and limit must hold after it."
      ),
      Field(
        optional: "effort_days",
        \.effortDays,
        .number(0...100_000),
        "Work that it takes, in person-days; the change's if left out."
      ),
      Field(
        optional: "lead_time_days",
        \.leadTimeDays,
        .number(0...10_000),
        "Days from the decision until it works; the change's if left out."
      ),
    ]
  )
}
