namespace Twins.Energy.Forecasting.Features;

/// <summary>The daily course as harmonics, and how weekends differ from it.</summary>
internal static class CalendarFeatures
{
    private const int Harmonics = 4;
    private const int WeekendHarmonics = 2;

    public const int Count = (2 * Harmonics) + 1 + (2 * WeekendHarmonics);

    public static void Write(StepClock clock, int index, Span<double> row)
    {
        var angle = 2 * Math.PI * clock.DayFraction(index);
        for (var harmonic = 0; harmonic < Harmonics; harmonic++)
        {
            (row[2 * harmonic], row[(2 * harmonic) + 1]) = Math.SinCos(angle * (harmonic + 1));
        }

        var weekend = clock.IsWeekend(index) ? 1 : 0;
        row[2 * Harmonics] = weekend;
        for (var column = 0; column < 2 * WeekendHarmonics; column++)
        {
            row[(2 * Harmonics) + 1 + column] = weekend * row[column];
        }
    }
}
