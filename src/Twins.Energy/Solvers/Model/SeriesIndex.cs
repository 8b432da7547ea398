namespace Twins.Energy.Solvers.Model;

internal static class SeriesIndex
{
    public static int Checked(int step, int count)
    {
        if ((uint)step < (uint)count)
        {
            return step;
        }

        throw new ArgumentOutOfRangeException(nameof(step), step, $"The series has steps 0 to {count - 1}.");
    }
}
